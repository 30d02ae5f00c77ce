package dev.ordeal.checkers;

import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;

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
   * Judges a history.
   *
   * @param budget what it may use; when it is spent the result is {@code unknown} and says so
   */
  CheckResult check(History history, Budget budget);
}
