package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.solver.CdclSolver;
import java.util.Arrays;

/** Choices of {@link CdclSolver} by the two transactions whose order they are about. */
public final class Pairs {
  private static final int LEAST = 64;

  private final CdclSolver clauses;

  /** A hash table with open addressing of choices, each with one added; 0 where there is none. */
  private int[] table = new int[2 * LEAST];

  private int size;

  /** By literal: who is first. */
  private int[] firsts = new int[2 * LEAST];

  Pairs(CdclSolver clauses) {
    this.clauses = clauses;
  }

  /** The literal for: one comes before the other. */
  public int literal(int one, int other) {
    int least = Math.min(one, other);
    int most = Math.max(one, other);
    int slot = slot(least, most);
    if (table[slot] == 0) {
      add(slot, least, most);
    }
    int choice = table[slot] - 1;
    if (3 * size > 2 * table.length) {
      grow();
    }
    return one == least ? 2 * choice : 2 * choice + 1;
  }

  /** Where a pair is in the table, or would be. */
  private int slot(int least, int most) {
    int mask = table.length - 1;
    long mixed = (((long) least << 32) | most) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (table[slot] != 0 && !isAbout(table[slot] - 1, least, most)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isAbout(int choice, int least, int most) {
    return firsts[2 * choice] == least && firsts[2 * choice + 1] == most;
  }

  private void add(int slot, int least, int most) {
    int choice = clauses.add();
    if (2 * choice >= firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * firsts.length);
    }
    firsts[2 * choice] = least;
    firsts[2 * choice + 1] = most;
    table[slot] = choice + 1;
    size++;
  }

  private void grow() {
    int[] smaller = table;
    table = new int[2 * smaller.length];
    for (int entry : smaller) {
      if (entry != 0) {
        table[slot(firsts[2 * entry - 2], firsts[2 * entry - 1])] = entry;
      }
    }
  }

  /** The transaction that comes first if the literal holds. */
  public int before(int literal) {
    return firsts[literal];
  }

  /** The transaction that comes second if the literal holds. */
  public int behind(int literal) {
    return firsts[literal ^ 1];
  }
}
