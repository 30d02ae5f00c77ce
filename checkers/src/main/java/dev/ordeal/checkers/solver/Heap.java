package dev.ordeal.checkers.solver;

import java.util.Arrays;

/**
 * Numbers of which the least is taken first (a binary heap). Not safe for use by several threads.
 */
public final class Heap {
  private long[] elements = new long[64];
  private int size;

  public void add(long element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    int at = size++;
    while (at > 0 && elements[(at - 1) / 2] > element) {
      elements[at] = elements[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    elements[at] = element;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int size() {
    return size;
  }

  /** The least; there must be one. */
  public long least() {
    return elements[0];
  }

  /** Takes the least away; there must be one. */
  public void removeLeast() {
    long last = elements[--size];
    int at = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && elements[child + 1] < elements[child]) {
        child++;
      }
      if (elements[child] >= last) {
        break;
      }
      elements[at] = elements[child];
      at = child;
      child = 2 * at + 1;
    }
    elements[at] = last;
  }
}
