package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.List;

/** What the transactions of a workload do; pure. */
interface TransactionShape {
  /**
   * The steps of a transaction; no two give an object the same value.
   *
   * @param seed decides whatever is left open
   * @param number of the transaction, from 0, in the order of their calls
   */
  List<MicroOp> steps(Seed seed, long number);
}
