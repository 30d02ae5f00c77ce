package dev.ordeal.checkers.linearizability.finding;

import java.util.Arrays;
import java.util.function.Predicate;

/** Makes the set of culprits small: delta debugging (Zeller and Hildebrandt, 2002). */
public final class Smallest {
  private static final int TESTS_MAX = 5_000;

  private Smallest() {}

  /** A subset that still has the property and loses it with any one member less. */
  public static int[] thatStays(int[] all, Predicate<int[]> hasProperty) {
    int[] current = all;
    int parts = 2;
    for (int tests = 0; current.length > 1 && tests < TESTS_MAX; ) {
      boolean smaller = false;
      int size = (current.length + parts - 1) / parts;
      for (int from = 0; from < current.length && !smaller; from += size) {
        int[] rest = without(current, from, Math.min(current.length, from + size));
        tests++;
        if (hasProperty.test(rest)) {
          current = rest;
          parts = Math.max(2, parts - 1);
          smaller = true;
        }
      }
      if (!smaller) {
        if (parts >= current.length) {
          break;
        }
        parts = Math.min(current.length, parts * 2);
      }
    }
    return current;
  }

  private static int[] without(int[] all, int from, int to) {
    int[] rest = Arrays.copyOf(all, all.length - (to - from));
    System.arraycopy(all, to, rest, from, all.length - to);
    return rest;
  }
}
