package dev.ordeal.checkers.linearizability.order;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Sorts without an object for each item where the numbers allow it. */
public final class Sorting {
  private Sorting() {}

  /** The places of the values, least first; equal ones in their order. */
  public static int[] byValue(long[] values) {
    if (values.length == 0) {
      return new int[0];
    }
    long least = Arrays.stream(values).min().getAsLong();
    long range = Arrays.stream(values).max().getAsLong() - least;
    int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(values.length);
    if (range < 0 || range >>> (Long.SIZE - 1 - placeBits) != 0) {
      return IntStream.range(0, values.length)
          .boxed()
          .sorted((a, b) -> Long.compare(values[a], values[b]))
          .mapToInt(Integer::intValue)
          .toArray();
    }
    long[] keys = new long[values.length];
    Arrays.setAll(keys, i -> ((values[i] - least) << placeBits) | i);
    Arrays.parallelSort(keys);
    int placeMask = (1 << placeBits) - 1;
    return Arrays.stream(keys).mapToInt(key -> (int) key & placeMask).toArray();
  }
}
