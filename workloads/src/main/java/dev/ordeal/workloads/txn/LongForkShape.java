package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * Each register of a group is written once, by itself, while others read the whole group.
 *
 * <p>If one reader saw only one write and another only the other, they disagree about which came
 * first: a long fork, which parallel snapshot isolation allows and snapshot isolation does not.
 */
record LongForkShape() implements TransactionShape {
  private static final int REGISTERS = 3;
  private static final int TRANSACTIONS = 12;

  /** How many reads come first. */
  private static final int READS_BEFORE = 4;

  @Override
  public List<MicroOp> steps(Seed seed, Turn turn) {
    long number = turn.number();
    long group = number / TRANSACTIONS * REGISTERS;
    long place = number % TRANSACTIONS;
    // Reads before, between and after the writes, which come close together.
    if (place >= READS_BEFORE && place < READS_BEFORE + REGISTERS) {
      return List.of(new MicroOp.Write(group + place - READS_BEFORE, number + 1));
    }
    List<Long> order = new ArrayList<>();
    for (int i = 0; i < REGISTERS; i++) {
      order.add(group + i);
    }
    return seed.shuffled(order).stream().<MicroOp>map(MicroOp.Read::new).toList();
  }
}
