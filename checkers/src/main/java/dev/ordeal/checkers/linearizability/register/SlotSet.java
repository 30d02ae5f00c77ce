package dev.ordeal.checkers.linearizability.register;

/** Sets of slots, 64 to a word. */
final class SlotSet {
  private SlotSet() {}

  static boolean has(long[] set, int slot) {
    return (set[slot >> 6] & (1L << slot)) != 0;
  }

  static void add(long[] set, int slot) {
    set[slot >> 6] |= 1L << slot;
  }

  static void remove(long[] set, int slot) {
    set[slot >> 6] &= ~(1L << slot);
  }

  static long[] with(long[] set, int slot) {
    long[] copy = set.clone();
    add(copy, slot);
    return copy;
  }

  static long[] without(long[] set, int slot) {
    if (!has(set, slot)) {
      return set;
    }
    long[] copy = set.clone();
    remove(copy, slot);
    return copy;
  }

  /** The first member from a slot on, or -1. */
  static int next(long[] set, int from) {
    int word = from >> 6;
    if (word >= set.length) {
      return -1;
    }
    long bits = set[word] & (-1L << from);
    while (bits == 0) {
      if (++word == set.length) {
        return -1;
      }
      bits = set[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }
}
