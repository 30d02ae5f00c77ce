package dev.ordeal.checkers.solver;

import java.util.Arrays;

/** A list of ints that grows; a stack, too. Not safe for use by several threads. */
public final class Ints {
  private int[] elements;
  private int size;

  public Ints() {
    this(8);
  }

  /** Begins with room for some elements. */
  public Ints(int expected) {
    elements = new int[expected];
  }

  public void add(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size + 1);
    }
    elements[size++] = element;
  }

  public int get(int index) {
    return elements[index];
  }

  public void set(int index, int element) {
    elements[index] = element;
  }

  public int removeLast() {
    return elements[--size];
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Keeps only the first elements. */
  public void truncate(int length) {
    size = length;
  }

  public int[] toArray() {
    return Arrays.copyOf(elements, size);
  }
}
