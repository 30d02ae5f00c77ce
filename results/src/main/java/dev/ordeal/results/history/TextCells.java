package dev.ordeal.results.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The cells of texts that were met before: keys and the like come again and again, and need not be
 * made into strings each time. All must lie in the same array.
 */
final class TextCells {
  private static final int SLOTS = 1 << 12;

  /** More texts than this are not remembered. */
  private static final int TEXTS_MAX = SLOTS / 2;

  private final CellPool pool;
  private final int[] starts = new int[SLOTS];

  /** By slot: 0 if it is free, else one more than the text's length. */
  private final int[] lengths = new int[SLOTS];

  private final long[] cells = new long[SLOTS];
  private int count;

  TextCells(CellPool pool) {
    this.pool = pool;
  }

  /** Forgets all texts: what follows lies elsewhere, and cells mean something else. */
  void forget() {
    if (count > 0) {
      Arrays.fill(lengths, 0);
      count = 0;
    }
  }

  /** The cell of the text that lies there in UTF-8. */
  long cell(byte[] bytes, int start, int length) {
    int slot = hash(bytes, start, length) & (SLOTS - 1);
    while (lengths[slot] != 0) {
      if (lengths[slot] == length + 1
          && Arrays.equals(
              bytes, starts[slot], starts[slot] + length, bytes, start, start + length)) {
        return cells[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    long cell = pool.cell(Value.of(new String(bytes, start, length, StandardCharsets.UTF_8)));
    if (count < TEXTS_MAX) {
      count++;
      starts[slot] = start;
      lengths[slot] = length + 1;
      cells[slot] = cell;
    }
    return cell;
  }

  private static int hash(byte[] bytes, int start, int length) {
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ (hash >>> 12);
  }
}
