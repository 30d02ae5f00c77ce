package dev.ordeal.checkers.linearizability.order;

import java.util.Arrays;

/**
 * A linearization in the making: operations, each with the gap between two instants in which it
 * takes effect (see {@link Ranks}) and a phase of that gap. Within a phase they take effect as they
 * were added.
 */
public final class Placing {
  private static final int PHASE_SHIFT = 30;
  private static final int GAP_SHIFT = PHASE_SHIFT + 3;

  private int[] operations;
  private long[] keys;
  private int size;

  public Placing(int capacity) {
    operations = new int[Math.max(16, capacity)];
    keys = new long[operations.length];
  }

  /** Adds one, in a phase from 0 to 7. */
  public void add(int operation, int gap, int phase) {
    if (size == keys.length) {
      operations = Arrays.copyOf(operations, 2 * size);
      keys = Arrays.copyOf(keys, 2 * size);
    }
    if (size >> PHASE_SHIFT != 0) {
      throw new IllegalStateException("more than 2^30 operations");
    }
    operations[size] = operation;
    keys[size] = ((long) gap << GAP_SHIFT) | ((long) phase << PHASE_SHIFT) | size;
    size++;
  }

  /** The operations as they take effect. */
  public int[] order() {
    long[] sorted = Arrays.copyOf(keys, size);
    Arrays.parallelSort(sorted);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = operations[(int) (sorted[i] & ((1L << PHASE_SHIFT) - 1))];
    }
    return order;
  }
}
