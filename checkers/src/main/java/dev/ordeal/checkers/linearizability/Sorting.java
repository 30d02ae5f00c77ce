package dev.ordeal.checkers.linearizability;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Sorts without an object for each item where the numbers allow it. */
final class Sorting {
  private Sorting() {}

  /** The places of the values, least first; equal ones in their order. */
  static int[] byValue(long[] values) {
    if (values.length == 0) {
      return new int[0];
    }
    long least = Arrays.stream(values).min().getAsLong();
    long range = Arrays.stream(values).max().getAsLong() - least;
    if (range < 0 || range >= 1L << 31) {
      return IntStream.range(0, values.length)
          .boxed()
          .sorted((a, b) -> Long.compare(values[a], values[b]))
          .mapToInt(Integer::intValue)
          .toArray();
    }
    long[] keys = new long[values.length];
    Arrays.setAll(keys, i -> ((values[i] - least) << 32) | i);
    Arrays.parallelSort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }
}
