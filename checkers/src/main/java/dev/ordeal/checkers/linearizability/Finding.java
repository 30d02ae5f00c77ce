package dev.ordeal.checkers.linearizability;

import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.function.Supplier;

/** What was found out about the operations of one object. */
sealed interface Finding {

  /**
   * There is a linearization.
   *
   * @param order makes one when asked, as numbers of operations: of those of the history for a
   *     {@link Monitor}, else of those that were given
   */
  record Linearizable(Supplier<int[]> order) implements Finding {}

  /**
   * There is none, and a few operations show it.
   *
   * @param anomaly the violation's name
   * @param explanation in words
   * @param witness the operations it speaks of
   */
  record Violated(String anomaly, String explanation, List<Operation> witness) implements Finding {}

  /**
   * There is none: a search ran out of possibilities.
   *
   * @param failing the operation at whose return the last possibility vanished: the operations
   *     before that return are a shortest failing prefix
   * @param states the states that were possible just before, printed
   * @param pending the operations that were open at that instant, {@code failing} excluded
   */
  record NotLinearizable(Operation failing, List<String> states, List<Operation> pending)
      implements Finding {}
}
