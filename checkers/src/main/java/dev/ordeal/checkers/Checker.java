package dev.ordeal.checkers;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import java.util.List;

/**
 * A function from a history to a result.
 *
 * <p>A checker checks its own assumptions first and answers {@code unknown} where they fail: a
 * false alarm is worse than no answer. Implementations are immutable and thread-safe.
 */
public interface Checker {
  /** Its name in {@code verdict.json} and in {@code ordeal list checkers}. */
  String name();

  /** One line for {@code ordeal list checkers}. */
  String description();

  /**
   * What a history must show before {@code valid} means that anything was tested; the first that it
   * does not show makes the answer {@code unknown}. The {@link Judge} asks for it.
   */
  default List<Observation> needs() {
    return List.of(Observation.SUCCESS);
  }

  /**
   * Judges a history.
   *
   * @param budget what it may use; when it is spent the result is {@code unknown} and says so
   */
  CheckResult check(History history, Budget budget);
}
