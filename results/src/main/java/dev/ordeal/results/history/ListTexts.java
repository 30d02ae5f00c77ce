package dev.ordeal.results.history;

import java.util.Arrays;

/**
 * Reads the texts of lists that grow, most of which were read before.
 *
 * <p>A reader of a list that others append to sees mostly what was seen before, and perhaps a
 * little more. So the text of the longest list of each key is kept in mind: a text that it begins
 * with is compared, many bytes at a time, and not parsed. All texts must lie in the same array.
 */
final class ListTexts {
  private static final int REFUSED = -1;
  private static final int DIGITS_MAX = 17;

  private final MicroOps ops;
  private final boolean edn;

  /** By key: the text of its longest list, and where in it each element ends. */
  private int[] starts = new int[16];

  private int[] lengths = new int[16];
  private int[] lists = new int[16];
  private int[][] ends = new int[16][];

  /** What the last call of {@link #scan} found. */
  private int list;

  private int length;

  ListTexts(MicroOps ops, boolean edn) {
    this.ops = ops;
    this.edn = edn;
  }

  /** Forgets all texts: what follows lies elsewhere, and lists have other numbers. */
  void forget() {
    Arrays.fill(lengths, 0);
  }

  int list() {
    return list;
  }

  int length() {
    return length;
  }

  /**
   * Reads a list of whole numbers.
   *
   * @param at where its opening bracket is
   * @return where its text ends; -1 if it is something else
   */
  int scan(byte[] bytes, int at, int limit, int key) {
    if (key >= starts.length) {
      int capacity = Math.max(key + 1, starts.length * 2);
      starts = Arrays.copyOf(starts, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      lists = Arrays.copyOf(lists, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    if (lengths[key] == 0) {
      list = ops.newList(key);
      ends[key] = ends[key] == null ? new int[8] : ends[key];
      return remember(bytes, at, limit, key, at + 1, 0);
    }
    int known = lengths[key];
    int start = starts[key];
    int compared = Math.min(known, limit - at);
    int same = Arrays.mismatch(bytes, start, start + compared, bytes, at, at + compared);
    same = same < 0 ? compared : same;
    list = lists[key];
    int size = ops.size(list);
    if (same == known) {
      length = size;
      return at + known;
    }
    if (same == compared) {
      return REFUSED;
    }
    if (same == known - 1) {
      // It goes on where the longest so far ends.
      return remember(bytes, at, limit, key, at + same, size);
    }
    if (bytes[at + same] == ']') {
      int count = same == 1 ? 0 : Arrays.binarySearch(ends[key], 0, size, same) + 1;
      if (same == 1 || count > 0) {
        length = count;
        return at + same + 1;
      }
    }
    // Somebody saw something else.
    list = ops.newList(key);
    return parse(bytes, at, limit, at + 1, 0, null);
  }

  /** Reads the rest of a text, which is then its key's longest. */
  private int remember(byte[] bytes, int at, int limit, int key, int from, int size) {
    int stop = parse(bytes, at, limit, from, size, ends[key]);
    if (stop < 0) {
      ops.truncate(list, size);
      return REFUSED;
    }
    if (length > ends[key].length) {
      ends[key] = Arrays.copyOf(ends[key], length * 2);
      parse(bytes, at, limit, at + 1, 0, ends[key]);
    }
    starts[key] = at;
    lengths[key] = stop - at;
    lists[key] = list;
    return stop;
  }

  /**
   * Reads elements until the closing bracket; pushes those from {@code size} on, and notes where
   * they end as far as there is room.
   */
  private int parse(byte[] bytes, int at, int limit, int from, int size, int[] notes) {
    int i = from;
    int count = size;
    while (true) {
      if (i < limit && bytes[i] == ']') {
        length = count;
        return i + 1;
      }
      if (count > 0) {
        int separator = i;
        while (i < limit
            && (edn ? bytes[i] == ' ' || bytes[i] == ',' : bytes[i] == ',' && i == separator)) {
          i++;
        }
        if (i == separator) {
          return REFUSED;
        }
      }
      boolean negative = i < limit && bytes[i] == '-';
      if (negative) {
        i++;
      }
      int digits = i;
      long number = 0;
      while (i < limit && bytes[i] >= '0' && bytes[i] <= '9') {
        number = number * 10 + bytes[i++] - '0';
      }
      if (i == digits || i - digits > DIGITS_MAX || (i - digits > 1 && bytes[digits] == '0')) {
        return REFUSED;
      }
      if (count == ops.size(list)) {
        ops.push(list, CellPool.cellOf(negative ? -number : number));
      }
      if (notes != null && count < notes.length) {
        notes[count] = i - at;
      }
      count++;
    }
  }
}
