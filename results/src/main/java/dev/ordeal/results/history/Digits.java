package dev.ordeal.results.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Decimal digits, eight bytes at a time; the first is the lowest byte. */
final class Digits {
  /** How many bytes are looked at together. */
  static final int EIGHT = Long.BYTES;

  private static final long ZEROS = 0x3030303030303030L;
  private static final long NOT_DIGITS = 0x7676767676767676L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Digits() {}

  /** Eight bytes as they differ from zeros: digits are from 0 to 9 then. */
  static long at(byte[] bytes, int from) {
    return (long) LONGS.get(bytes, from) ^ ZEROS;
  }

  /** With how many digits eight bytes begin. */
  static int count(long eight) {
    long others = ((eight + NOT_DIGITS) | eight) & HIGH_BITS;
    return others == 0 ? EIGHT : Long.numberOfTrailingZeros(others) >>> 3;
  }

  /** The number that the first so many of eight bytes are, which are digits. */
  static long value(long eight, int count) {
    // Moved to the high end, so that zeros come before them; in two steps, for by 64 is by none.
    long digits = (eight << 1) << ((EIGHT - count) * 8 - 1);
    return value(count == EIGHT ? eight : digits);
  }

  /** The number that eight bytes are, which are all digits. */
  static long value(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    return ((pairs & 0x000000FF000000FFL) * 0x000F424000000064L
            + ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L)
        >>> 32;
  }
}
