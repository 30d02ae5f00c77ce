package dev.ordeal.workloads.txn;

import dev.ordeal.results.history.Value;
import java.util.List;

/**
 * A client of transactions on numbered objects.
 *
 * <p>Lists and sets are empty at first, registers absent. A {@link
 * dev.ordeal.workloads.client.DefiniteFailure} says that a transaction was aborted; any other
 * exception that it may have happened. One thread at a time uses a client.
 */
public interface TransactionClient extends AutoCloseable {
  /**
   * Executes the steps as one transaction.
   *
   * @param kind what the objects are
   * @return what each read returned, in their order: a sequence for a list or set, a number or
   *     {@link Value#NIL} for a register
   */
  List<Value> execute(List<MicroOp> steps, ObjectKind kind) throws Exception;

  @Override
  void close();
}
