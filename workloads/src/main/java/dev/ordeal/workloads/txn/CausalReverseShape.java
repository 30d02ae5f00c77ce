package dev.ordeal.workloads.txn;

import dev.ordeal.workloads.generator.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers of a block are written one after another, while others read the whole block.
 *
 * <p>Who sees a write has to see those that were over before it began. A store that is serializable
 * and not strictly so may show a late write without an early one: causal reverse.
 */
record CausalReverseShape() implements TransactionShape {
  private static final int REGISTERS = 6;

  @Override
  public List<MicroOp> steps(Seed seed, Turn turn) {
    long block = turn.number() / (2 * REGISTERS) * REGISTERS;
    long place = turn.number() % (2 * REGISTERS);
    if (place % 2 == 0) {
      return List.of(new MicroOp.Write(block + place / 2, turn.number() + 1));
    }
    List<MicroOp> reads = new ArrayList<>();
    for (int i = 0; i < REGISTERS; i++) {
      reads.add(new MicroOp.Read(block + i));
    }
    return reads;
  }
}
