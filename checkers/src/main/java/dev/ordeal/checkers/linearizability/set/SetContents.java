package dev.ordeal.checkers.linearizability.set;

import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What reads of a whole set saw: the numbers of the elements, one read's after another's in one
 * array, ascending, each once.
 */
final class SetContents {
  final int[] elements;

  /** By call: where its elements begin; where they end, without. */
  private final int[] from;

  private final int[] until;

  /** The calls whose answers had a known element more than once. */
  private final boolean[] repeats;

  private SetContents(int[] elements, int[] from, int[] until) {
    this.elements = elements;
    this.from = from;
    this.until = until;
    repeats = new boolean[from.length];
  }

  /**
   * What some operations saw; those that do not read, by their place, nothing.
   *
   * @param numbers knows the elements; what it does not know becomes the number after all others
   */
  static SetContents of(
      Columns columns, int[] operations, IntPredicate isRead, ValueNumbers numbers) {
    int[] from = new int[operations.length];
    int[] until = new int[operations.length];
    int size = 0;
    for (int i = 0; i < operations.length; i++) {
      from[i] = size;
      size += isRead.test(i) ? sizeOf(columns, operations[i]) : 0;
      until[i] = size;
    }
    SetContents contents = new SetContents(new int[size], from, until);
    ParallelRanges.each(
        operations.length,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            if (from[i] < until[i]) {
              contents.read(i, columns.result(operations[i]), columns.pool(), numbers);
            }
          }
        });
    return contents;
  }

  private static int sizeOf(Columns columns, int read) {
    CellPool pool = columns.pool();
    long cell = columns.result(read);
    if (CellPool.isNumbers(cell)) {
      return pool.length(cell);
    }
    return switch (pool.value(cell)) {
      case Value.Nil nil -> 0;
      case Value.Seq seq -> seq.items().size();
      default ->
          throw new IllegalArgumentException(
              "operation %d: a set's read must answer its elements, not %s"
                  .formatted(columns.operation(read).invocation().index(), pool.value(cell)));
    };
  }

  private void read(int call, long cell, CellPool pool, ValueNumbers numbers) {
    int to = from[call];
    if (CellPool.isNumbers(cell)) {
      for (int i = 0; to < until[call]; i++) {
        elements[to++] = numbers.knownNumber(pool.item(cell, i));
      }
    } else {
      for (Value item : pool.value(cell).asList()) {
        elements[to++] = numbers.known(item);
      }
    }
    for (int at = from[call]; at < to; at++) {
      elements[at] = elements[at] < 0 ? numbers.count() : elements[at];
    }
    Arrays.sort(elements, from[call], to);
    int kept = from[call];
    for (int at = from[call]; at < to; at++) {
      if (at == from[call] || elements[at] != elements[at - 1]) {
        elements[kept++] = elements[at];
      } else {
        // Unknown ones share a number, and are wrong anyway.
        repeats[call] |= elements[at] < numbers.count();
      }
    }
    until[call] = kept;
  }

  /** The first call whose answer had an element more than once; -1 if none had. */
  int repeating() {
    for (int call = 0; call < repeats.length; call++) {
      if (repeats[call]) {
        return call;
      }
    }
    return -1;
  }

  /** What some of the calls saw, given by their places, of some elements. */
  SetContents only(int[] calls, IntPredicate isKept) {
    int[] fewerFrom = new int[calls.length];
    int[] fewerUntil = new int[calls.length];
    int[] fewer = new int[Arrays.stream(calls).map(this::size).sum()];
    int size = 0;
    for (int i = 0; i < calls.length; i++) {
      fewerFrom[i] = size;
      for (int at = from[calls[i]]; at < until[calls[i]]; at++) {
        if (isKept.test(elements[at])) {
          fewer[size++] = elements[at];
        }
      }
      fewerUntil[i] = size;
    }
    return new SetContents(Arrays.copyOf(fewer, size), fewerFrom, fewerUntil);
  }

  int from(int call) {
    return from[call];
  }

  int until(int call) {
    return until[call];
  }

  int size(int call) {
    return until[call] - from[call];
  }

  boolean has(int call, int element) {
    return Arrays.binarySearch(elements, from[call], until[call], element) >= 0;
  }

  int[] toArray(int call) {
    return Arrays.copyOfRange(elements, from[call], until[call]);
  }
}
