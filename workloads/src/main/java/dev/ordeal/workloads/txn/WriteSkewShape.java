package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.List;

/**
 * Two transactions each read the same two registers, and one writes the first, the other the
 * second; a third looks later what became of it.
 *
 * <p>The second must have seen the other's write. Under snapshot isolation neither may have: write
 * skew, Adya's G2.
 */
record WriteSkewShape() implements TransactionShape {
  private static final int TRANSACTIONS = 3;

  /** How many pairs later a pair is looked at once more. */
  private static final int PAIRS_LATER = 10;

  @Override
  public List<MicroOp> steps(Seed seed, Turn turn) {
    long number = turn.number();
    long pair = number / TRANSACTIONS;
    int place = (int) (number % TRANSACTIONS);
    long first = 2 * (place < 2 ? pair : Math.max(0, pair - PAIRS_LATER));
    MicroOp one = new MicroOp.Read(first);
    MicroOp other = new MicroOp.Read(first + 1);
    return place < 2
        ? List.of(one, other, new MicroOp.Write(first + place, number + 1))
        : List.of(one, other);
  }
}
