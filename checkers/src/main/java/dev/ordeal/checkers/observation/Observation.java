package dev.ordeal.checkers.observation;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Something that a history must show before a checker's <em>valid</em> means that anything was
 * tested. Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface Observation {
  /** A call of a client that ended {@code ok}. */
  Observation SUCCESS = Success::missing;

  /** Which operations were over before others began. */
  Observation REAL_TIME =
      of(
          "the history has no invocations, so it is not known what was over before something began",
          history -> history.recorded().realTime());

  /** Which operations one client made after another. */
  Observation PROCESSES =
      of(
          "events name no process, so it is not known what one client did after another",
          history -> history.recorded().processes());

  /**
   * What is missing.
   *
   * @return a sentence without a full stop; empty if the history shows it
   */
  Optional<String> missing(History history);

  /** Something that a predicate finds. */
  static Observation of(String missing, Predicate<History> seen) {
    return history -> seen.test(history) ? Optional.empty() : Optional.of(missing);
  }

  /** A call of one of these functions that ended {@code ok}. */
  static Observation succeeded(String missing, Set<String> functions) {
    return of(
        missing,
        history -> {
          Columns columns = history.columns();
          return any(columns, functions, columns::isOk);
        });
  }

  /** A call of one of these functions that may have taken effect, as far as is known. */
  static Observation attempted(String missing, Set<String> functions) {
    return of(
        missing,
        history -> {
          Columns columns = history.columns();
          return any(columns, functions, call -> !columns.isFail(call));
        });
  }

  private static boolean any(Columns columns, Set<String> functions, IntPredicate condition) {
    boolean[] asked = new boolean[columns.functionCount()];
    for (int function = 0; function < asked.length; function++) {
      asked[function] = functions.contains(columns.functionName(function));
    }
    for (int call = 0; call < columns.size(); call++) {
      if (asked[columns.function(call)] && condition.test(call)) {
        return true;
      }
    }
    return false;
  }
}
