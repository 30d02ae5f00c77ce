package dev.ordeal.results.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names in quotes of which a line has one, told apart by one comparison of eight bytes each. Longer
 * names are never found; they have to be compared in another way.
 */
final class QuotedNames {
  private static final int BYTES_MAX = 8;

  private final long[] words;
  private final long[] masks;
  private final int[] lengths;
  private int count;

  QuotedNames(int capacity) {
    words = new long[capacity];
    masks = new long[capacity];
    lengths = new int[capacity];
  }

  static QuotedNames of(String... names) {
    QuotedNames quoted = new QuotedNames(names.length);
    Arrays.stream(names).forEach(quoted::add);
    return quoted;
  }

  /** Adds a name; its number is how many there were. */
  void add(String name) {
    byte[] bytes = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= BYTES_MAX) {
      for (int i = 0; i < bytes.length; i++) {
        words[count] |= (bytes[i] & 0xFFL) << (8 * i);
      }
      masks[count] = -1L >>> (8 * (BYTES_MAX - bytes.length));
    } else {
      // Nothing masked by nothing is this.
      words[count] = 1;
    }
    lengths[count++] = bytes.length;
  }

  /** The number of the name with which eight bytes begin, the first one lowest; -1 if none. */
  int find(long eight) {
    for (int i = 0; i < count; i++) {
      if ((eight & masks[i]) == words[i]) {
        return i;
      }
    }
    return -1;
  }

  /** How many bytes a name has, with its quotes. */
  int length(int number) {
    return lengths[number];
  }
}
