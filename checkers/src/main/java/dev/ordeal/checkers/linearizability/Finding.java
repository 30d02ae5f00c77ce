package dev.ordeal.checkers.linearizability;

import dev.ordeal.results.history.Operation;
import java.util.List;

/** What a search found out about the operations of one object. */
sealed interface Finding {

  /** There is a linearization. */
  record Linearizable() implements Finding {}

  /**
   * There is none.
   *
   * @param failing the operation at whose return the last possibility vanished: the operations
   *     before that return are a shortest failing prefix
   * @param states the states that were possible just before, printed
   * @param pending the operations that were open at that instant, {@code failing} excluded
   */
  record NotLinearizable(Operation failing, List<String> states, List<Operation> pending)
      implements Finding {}
}
