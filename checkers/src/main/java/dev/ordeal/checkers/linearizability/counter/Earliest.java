package dev.ordeal.checkers.linearizability.counter;

import dev.ordeal.checkers.solver.Heap;

/** Open operations, of which the one that returns first is taken first. */
final class Earliest {
  private final Heap byEnd = new Heap();

  boolean isEmpty() {
    return byEnd.isEmpty();
  }

  int size() {
    return byEnd.size();
  }

  void add(int end, int number) {
    byEnd.add(((long) end << 32) | number);
  }

  /** The number of the one that returns first. */
  int first() {
    return (int) byEnd.least();
  }

  int take() {
    int first = first();
    byEnd.removeLeast();
    return first;
  }
}
