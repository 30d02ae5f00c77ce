package dev.ordeal.checkers.solver;

import java.util.Arrays;

/** A list of ints that grows; a stack, too. Not safe for use by several threads. */
final class Ints {
  private int[] elements = new int[8];
  private int size;

  void add(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    elements[size++] = element;
  }

  int get(int index) {
    return elements[index];
  }

  void set(int index, int element) {
    elements[index] = element;
  }

  int removeLast() {
    return elements[--size];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Keeps only the first elements. */
  void truncate(int length) {
    size = length;
  }

  int[] toArray() {
    return Arrays.copyOf(elements, size);
  }
}
