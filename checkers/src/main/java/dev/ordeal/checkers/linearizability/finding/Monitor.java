package dev.ordeal.checkers.linearizability.finding;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Columns;
import java.util.Optional;

/**
 * Decides linearizability of one type of object in near-linear time, where values are unique.
 *
 * <p>Implementations are thread-safe.
 */
public interface Monitor {
  /**
   * Decides.
   *
   * @param operations the numbers of one object's operations, ascending
   * @param budget for parts of the history that have to be searched after all
   * @return empty if the history is not of the kind this monitor can decide
   * @throws IllegalArgumentException if an operation is none of this type's
   */
  Optional<Finding> decide(Columns columns, int[] operations, Budget budget);
}
