package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.List;

/**
 * Every thread reads, reads and writes a few registers that all share, one step at a time.
 *
 * <p>What a client has seen or done may then show, or fail to show, in what it reads next, and in
 * what others read of what it wrote after that.
 *
 * @param registers how many are in use at a time
 */
record SharedRegisters(int registers) implements TransactionShape {
  private static final int TRANSACTIONS = 3;

  /** After how many transactions of its own a thread goes on to other registers. */
  private static final int TRANSACTIONS_PER_GROUP = 45;

  @Override
  public boolean isOfSessions() {
    return true;
  }

  @Override
  public List<MicroOp> steps(Seed seed, Turn turn) {
    long group = turn.number() / TRANSACTIONS_PER_GROUP * registers;
    long key = group + seed.split("register").below(registers);
    boolean reads = turn.number() % TRANSACTIONS < TRANSACTIONS - 1;
    long unique = turn.number() * turn.threads() + turn.thread() + 1;
    return List.of(reads ? new MicroOp.Read(key) : new MicroOp.Write(key, unique));
  }
}
