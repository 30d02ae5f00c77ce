package dev.ordeal.checkers.isolation.finding;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.Set;

/**
 * Which levels transactions on one kind of object keep. What they break goes to {@link Findings}
 * and {@link ExcludedModels}.
 */
public interface Levels {
  /** Judges; the rest is of use afterwards. */
  void judge(Budget budget);

  /** Levels that were shown to hold; so do all that they imply. */
  Set<ConsistencyModel> held();

  /** What could not be decided, and why; empty if there is nothing to say. */
  String undecided();
}
