package dev.ordeal.results.history;

/** Shares the small numbers, of which large histories are full. */
final class SmallInts {
  private static final int COUNT = 1024;
  private static final Value.Int[] CACHE = new Value.Int[COUNT];

  static {
    for (int i = 0; i < COUNT; i++) {
      CACHE[i] = new Value.Int(i);
    }
  }

  private SmallInts() {}

  static Value.Int of(long number) {
    return number >= 0 && number < COUNT ? CACHE[(int) number] : new Value.Int(number);
  }
}
