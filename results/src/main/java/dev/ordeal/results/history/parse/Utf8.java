package dev.ordeal.results.history.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes that are not UTF-8. To decode them all the same puts the same character in the place
 * of each, so that different values become equal.
 */
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** The bits that no byte of ASCII has. */
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Where the first sequence begins that is no character; the end if there is none. */
  public static int firstBad(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end) {
      at = asciiEnd(bytes, at, end);
      if (at < end) {
        int length = length(bytes, at, end);
        if (length <= 0) {
          return at;
        }
        at += length;
      }
    }
    return end;
  }

  /** Whether the bytes end within the character that begins there. */
  public static boolean isCutOff(byte[] bytes, int bad, int end) {
    return bad < end && length(bytes, bad, end) < 0;
  }

  /** What is wrong with the byte. */
  public static String problem(byte bad) {
    return "not UTF-8 (byte 0x%02X): save it as UTF-8".formatted(bad & 0xFF);
  }

  /**
   * In which line, from 1, the bytes are not UTF-8, their end included; 0 if they are.
   *
   * @param bytes a whole text
   */
  public static long badLine(byte[] bytes) {
    int bad = firstBad(bytes, 0, bytes.length);
    return bad == bytes.length ? 0 : 1 + lineEnds(bytes, 0, bad);
  }

  /** How many lines end between two places. */
  static long lineEnds(byte[] bytes, int start, int end) {
    long count = 0;
    for (int at = start; at < end; at++) {
      count += bytes[at] == '\n' ? 1 : 0;
    }
    return count;
  }

  private static int asciiEnd(byte[] bytes, int start, int end) {
    int at = start;
    int fast = end - 4 * Long.BYTES;
    while (at <= fast) {
      long any =
          (long) LONGS.get(bytes, at)
              | (long) LONGS.get(bytes, at + Long.BYTES)
              | (long) LONGS.get(bytes, at + 2 * Long.BYTES)
              | (long) LONGS.get(bytes, at + 3 * Long.BYTES);
      if ((any & HIGH_BITS) != 0) {
        break;
      }
      at += 4 * Long.BYTES;
    }
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /**
   * How many bytes the character has that begins there; 0 if it is none, negative if the bytes end
   * within it. No character has a longer form than it needs, and half of a surrogate pair is none.
   */
  private static int length(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    int length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first > 0xF4) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if (at + i >= end) {
        return -1;
      }
      int next = bytes[at + i] & 0xFF;
      int least = i > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
      int most = i > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
      if (next < least || next > most) {
        return 0;
      }
    }
    return length;
  }
}
