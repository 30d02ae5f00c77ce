package dev.ordeal.checkers.linearizability.order;

import java.util.Arrays;

/**
 * Operations whose values say in which order they took effect, up to equals: each belongs to a
 * level. That order is possible iff no operation of a higher level was over before one of a lower
 * level was called.
 */
public final class Levels {
  private final int[] operation;
  private final int[] start;
  private final int[] end;
  private final int[] level;
  private int size;

  /** No operations yet, and room for this many. */
  public Levels(int capacity) {
    operation = new int[capacity];
    start = new int[capacity];
    end = new int[capacity];
    level = new int[capacity];
  }

  /** Adds an operation; calls have to ascend. */
  public void add(int number, int calledAt, int returnedAt, int at) {
    operation[size] = number;
    start[size] = calledAt;
    end[size] = returnedAt;
    level[size++] = at;
  }

  int size() {
    return size;
  }

  /** By level, and on one level as they were added, which has to be the order of the calls. */
  private int[] sorted() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = ((long) level[i] << 32) | i;
    }
    Arrays.parallelSort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /** Two operations, the first on the higher level and over before the second; null if none. */
  public int[] contradiction() {
    int[] order = sorted();
    int earliest = -1;
    for (int top = size - 1; top >= 0; ) {
      int bottom = top;
      while (bottom >= 0 && level[order[bottom]] == level[order[top]]) {
        int i = order[bottom--];
        if (earliest >= 0 && end[earliest] < start[i]) {
          return new int[] {operation[earliest], operation[i]};
        }
      }
      for (int at = top; at > bottom; at--) {
        int i = order[at];
        earliest = earliest < 0 || end[i] < end[earliest] ? i : earliest;
      }
      top = bottom;
    }
    return null;
  }

  /** The operations in order of their levels. */
  public int[] order() {
    return Arrays.stream(sorted()).map(i -> operation[i]).toArray();
  }
}
