package dev.ordeal.checkers;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.registry.Named;
import dev.ordeal.results.verdict.CheckResult;
import java.util.List;

/**
 * A function from a history to a result.
 *
 * <p>A checker checks its own assumptions first and answers {@code unknown} where they fail: a
 * false alarm is worse than no answer. Implementations are immutable and thread-safe.
 *
 * <p>One that a user brings by {@code --path} has a public constructor without parameters, and
 * judges every history that is judged with that option.
 */
public interface Checker extends Named {
  /**
   * What a history must show before {@code valid} means that anything was tested; the first that it
   * does not show makes the answer {@code unknown}. The {@link Judge} asks for it.
   */
  default List<Observation> needs() {
    return List.of(Observation.SUCCESS);
  }

  /**
   * Whether the check takes time linear in the history and never searches. The {@link Judge} runs
   * quick checkers first and shares the time among the others.
   */
  default boolean isQuick() {
    return false;
  }

  /**
   * Judges a history.
   *
   * @param budget what it may use; when it is spent the result is {@code unknown} and says so
   */
  CheckResult check(History history, Budget budget);
}
