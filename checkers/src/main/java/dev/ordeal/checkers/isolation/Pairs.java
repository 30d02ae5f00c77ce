package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.solver.Clauses;
import dev.ordeal.results.history.LongIntMap;
import java.util.Arrays;

/** Choices of {@link Clauses} by the two transactions whose order they are about. */
final class Pairs {
  private static final int UNKNOWN = -1;

  private final Clauses clauses;
  private final LongIntMap numbers = new LongIntMap(1024);

  /** By literal: who is first. */
  private int[] firsts = new int[64];

  Pairs(Clauses clauses) {
    this.clauses = clauses;
  }

  /** The literal for: one comes before the other. */
  int literal(int one, int other) {
    int least = Math.min(one, other);
    long name = ((long) least << 32) | Math.max(one, other);
    int known = numbers.get(name);
    if (known == UNKNOWN) {
      known = clauses.add();
      numbers.put(name, known);
      if (2 * known + 1 >= firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * firsts.length);
      }
      firsts[2 * known] = least;
      firsts[2 * known + 1] = Math.max(one, other);
    }
    return one == least ? 2 * known : 2 * known + 1;
  }

  int before(int literal) {
    return firsts[literal];
  }

  int behind(int literal) {
    return firsts[literal ^ 1];
  }
}
