package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.List;

/** What the transactions of a workload do; pure. */
interface TransactionShape {
  /**
   * The steps of a transaction; no two give an object the same value.
   *
   * @param seed decides whatever is left open
   */
  List<MicroOp> steps(Seed seed, Turn turn);

  /** Whether each thread has a sequence of its own, as sessions need it; else all share one. */
  default boolean isOfSessions() {
    return false;
  }
}
