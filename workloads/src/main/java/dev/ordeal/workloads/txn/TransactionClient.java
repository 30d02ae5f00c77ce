package dev.ordeal.workloads.txn;

import dev.ordeal.results.history.Value;
import java.util.List;

/**
 * A client of transactions on numbered objects.
 *
 * <p>Lists are empty at first, registers absent. A {@link
 * dev.ordeal.workloads.client.DefiniteFailure} says that a transaction was aborted; any other
 * exception that it may have happened. One thread at a time uses a client.
 */
public interface TransactionClient extends AutoCloseable {
  /**
   * Executes the steps as one transaction.
   *
   * @param lists whether the objects are lists; else they are registers
   * @return what each read returned, in their order: a sequence for a list, a number or {@link
   *     Value#NIL} for a register
   */
  List<Value> execute(List<MicroOp> steps, boolean lists) throws Exception;

  @Override
  void close();
}
