package dev.ordeal.results.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pieces of text of which one is to stand somewhere, compared eight bytes at a time.
 *
 * <p>They are tried one after the other: what the processor guesses right costs it nothing, while a
 * table would have to be waited for.
 */
final class KnownNames {
  private static final int EIGHT = 8;
  private static final int BYTES_MAX = 2 * EIGHT;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** By name: its first eight bytes, its next eight, and which bits of those are its. */
  private final long[] words;

  private final long[] masks;
  private final long[] nextWords;
  private final long[] nextMasks;
  private final int[] lengths;
  private int count;

  /** For up to so many names. */
  KnownNames(int capacity) {
    words = new long[capacity];
    masks = new long[capacity];
    nextWords = new long[capacity];
    nextMasks = new long[capacity];
    lengths = new int[capacity];
  }

  /** How many names there are. */
  int count() {
    return count;
  }

  /** Adds a name, whose number is how many there were; false if there is no room for it. */
  boolean add(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (count == lengths.length || bytes.length > BYTES_MAX) {
      return false;
    }
    byte[] padded = Arrays.copyOf(bytes, BYTES_MAX);
    words[count] = (long) LONGS.get(padded, 0);
    nextWords[count] = (long) LONGS.get(padded, EIGHT);
    masks[count] = mask(Math.min(EIGHT, bytes.length));
    nextMasks[count] = mask(bytes.length - EIGHT);
    lengths[count++] = bytes.length;
    return true;
  }

  /** The bits of so many bytes. */
  private static long mask(int bytes) {
    return bytes <= 0 ? 0 : -1L >>> (8 * (EIGHT - bytes));
  }

  /** Whether a name stands at a place, before the end. */
  boolean stands(int name, byte[] bytes, int at, int end) {
    return at + BYTES_MAX <= end ? stands(name, bytes, at) : standsInLast(name, bytes, at, end);
  }

  private boolean stands(int name, byte[] bytes, int at) {
    return (((long) LONGS.get(bytes, at) ^ words[name]) & masks[name]) == 0
        && (nextMasks[name] == 0
            || (((long) LONGS.get(bytes, at + EIGHT) ^ nextWords[name]) & nextMasks[name]) == 0);
  }

  /** The same where not enough bytes are left to look at all of them: zeros stand for others. */
  private boolean standsInLast(int name, byte[] bytes, int at, int end) {
    return at < end
        && stands(name, Arrays.copyOf(Arrays.copyOfRange(bytes, at, end), BYTES_MAX), 0);
  }

  /** The number of a name that {@link #stands} at a place; -1 if none does. */
  int find(byte[] bytes, int at, int end) {
    for (int name = 0; name < count; name++) {
      if (stands(name, bytes, at, end)) {
        return name;
      }
    }
    return -1;
  }

  /** How many bytes a name has. */
  int length(int name) {
    return lengths[name];
  }
}
