package dev.ordeal.checkers.made;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.LongStream;

/** Which random histories are compared with trying everything. */
public final class Seeds {
  /** As many as the shares that tests look at need. */
  private static final long FEW = 1_000;

  private Seeds() {}

  /** Skips the test if {@code -Dordeal.oracle.type} asks for another type. */
  public static void assumeAskedFor(String type) {
    String only = System.getProperty("ordeal.oracle.type", "");
    assumeTrue(only.isEmpty() || only.equals(type), "another type was asked for");
  }

  /**
   * How many: {@code -Dordeal.oracle.histories} if that is given, all with {@code
   * -Dordeal.oracle.all}, else one in ten.
   */
  public static long count(long all) {
    boolean everyOne = Boolean.getBoolean("ordeal.oracle.all");
    long few = Math.max(Math.min(all, FEW), all / 10);
    return Long.getLong("ordeal.oracle.histories", everyOne ? all : few);
  }

  /** So many from {@code -Dordeal.oracle.from} up, for long comparisons in parts. */
  public static LongStream of(long count) {
    long from = Long.getLong("ordeal.oracle.from", 0);
    return LongStream.range(from, from + count).parallel();
  }
}
