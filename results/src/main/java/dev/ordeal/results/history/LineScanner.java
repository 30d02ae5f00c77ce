package dev.ordeal.results.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the lines that nearly all lines of a history are like, many times faster than a parser of
 * JSON can.
 *
 * <p>It knows fields with the names of {@link EventFields} whose values are whole numbers, texts
 * without escapes, {@code true}, {@code false}, {@code null} or arrays of whole numbers, without
 * white space. It refuses everything else, right or wrong, and leaves it to the real parser, which
 * decides what a line means: a refusal costs time, never an answer.
 */
final class LineScanner {
  private static final int REFUSED = -1;
  private static final int DIGITS_MAX = 17;
  private static final int EIGHT = 8;
  private static final long ZEROS = 0x3030303030303030L;
  private static final long NOT_DIGITS = 0x7676767676767676L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final Event.Type[] TYPES = Event.Type.values();
  private static final String[] QUOTED_TYPES =
      Arrays.stream(TYPES).map(type -> '"' + type.wireName() + '"').toArray(String[]::new);

  /** Jepsen's names, in the order of the fields' numbers; "f" is short in both. */
  private static final String[] LONG_NAMES = {
    "index", "time", "process", "type", "f", "key", "value", "error"
  };

  private final EventTable table;
  private byte[] bytes;
  private int at;
  private int end;
  private boolean refused;

  private final byte[][] functionBytes = new byte[16][];
  private final int[] functionNumbers = new int[16];
  private int functionsKnown;

  LineScanner(EventTable table) {
    this.table = table;
  }

  /**
   * Appends a line's event to the table.
   *
   * @param limit where the bytes end, if no newline comes before
   * @return where the line ends; -1 if it was refused, and the table is as it was
   */
  int scan(byte[] source, int start, int limit) {
    bytes = source;
    at = start;
    end = limit;
    refused = false;
    long index = EventTable.UNKNOWN;
    long time = EventTable.UNKNOWN;
    int process = Integer.MIN_VALUE;
    int type = -1;
    int function = -1;
    long key = CellPool.NIL;
    long value = CellPool.NIL;
    long error = CellPool.NIL;
    int seen = 0;
    expect('{');
    do {
      int field = field();
      if (refused || (seen & (1 << field)) != 0) {
        return REFUSED;
      }
      seen |= 1 << field;
      switch (field) {
        case 0 -> index = number();
        case 1 -> time = number();
        case 2 -> process = process();
        case 3 -> type = type();
        case 4 -> function = function();
        case 5 -> key = cell();
        case 6 -> value = cell();
        default -> error = error();
      }
      if (refused || at >= end) {
        return REFUSED;
      }
    } while (bytes[at++] == ',');
    if (bytes[at - 1] != '}' || type < 0 || function < 0 || process == Integer.MIN_VALUE) {
      return REFUSED;
    }
    if (at < end && bytes[at] == '\r') {
      at++;
    }
    if (at < end && bytes[at] != '\n') {
      return REFUSED;
    }
    table.append(index, time, process, TYPES[type], function, key, value, error);
    return at;
  }

  private void expect(char c) {
    if (at < end && bytes[at] == c) {
      at++;
    } else {
      refused = true;
    }
  }

  private long refuse() {
    refused = true;
    return 0;
  }

  /** The number of a known field's name, behind its colon. */
  private int field() {
    expect('"');
    int start = at;
    while (at < end && bytes[at] != '"') {
      at++;
    }
    int length = at - start;
    at++;
    expect(':');
    if (refused || length == 0) {
      return (int) refuse();
    }
    if (length == 1) {
      return switch (bytes[start]) {
        case 'i' -> 0;
        case 't' -> 1;
        case 'p' -> 2;
        case 'f' -> 4;
        case 'k' -> 5;
        case 'v' -> 6;
        case 'e' -> 7;
        default -> (int) refuse();
      };
    }
    for (int i = 0; i < LONG_NAMES.length; i++) {
      if (LONG_NAMES[i].length() == length && is(LONG_NAMES[i], start)) {
        return i;
      }
    }
    return (int) refuse();
  }

  private boolean is(String name, int start) {
    for (int i = 0; i < name.length(); i++) {
      if (bytes[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A whole number that fits a cell, followed by what ends a value. */
  private long number() {
    boolean negative = at < end && bytes[at] == '-';
    if (negative) {
      at++;
    }
    int start = at;
    long number = 0;
    int digits = EIGHT;
    while (digits == EIGHT && at + EIGHT <= bytes.length) {
      // Eight bytes at a time: their digits are moved to the high end, zeros take their place.
      long eight = (long) LONGS.get(bytes, at) ^ ZEROS;
      long others = ((eight + NOT_DIGITS) | eight) & HIGH_BITS;
      digits = others == 0 ? EIGHT : Long.numberOfTrailingZeros(others) >>> 3;
      if (digits > 0) {
        number = number * POWERS[digits] + value(eight << ((EIGHT - digits) * 8));
      }
      at += digits;
    }
    while (digits == EIGHT && at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      number = number * 10 + bytes[at++] - '0';
    }
    digits = at - start;
    if (digits == 0 || digits > DIGITS_MAX || (digits > 1 && bytes[start] == '0') || at >= end) {
      return refuse();
    }
    byte next = bytes[at];
    if (next != ',' && next != '}' && next != ']') {
      return refuse();
    }
    return negative ? -number : number;
  }

  /** The number whose decimal digits are eight bytes from 0 to 9, the first one lowest. */
  private static long value(long digits) {
    long pairs = digits * 10 + (digits >>> 8);
    return ((pairs & 0x000000FF000000FFL) * 0x000F424000000064L
            + ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L)
        >>> 32;
  }

  private int process() {
    if (at < end && bytes[at] == '"') {
      return word("\"nemesis\"") ? Event.NEMESIS : (int) refuse();
    }
    long number = number();
    return number >= 0 && number <= Integer.MAX_VALUE ? (int) number : (int) refuse();
  }

  private boolean word(String word) {
    int length = word.length();
    if (at + length > end) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += length;
    return true;
  }

  /** The number of the event's type. */
  private int type() {
    for (int i = 0; i < TYPES.length; i++) {
      if (word(QUOTED_TYPES[i])) {
        return i;
      }
    }
    return (int) refuse();
  }

  /** Where a text without escapes ends; the position is behind its closing quote then. */
  private int text() {
    expect('"');
    while (at < end && bytes[at] != '"') {
      if (bytes[at] == '\\' || (bytes[at] >= 0 && bytes[at] < 0x20)) {
        refuse();
        return at;
      }
      at++;
    }
    int close = at;
    expect('"');
    return close;
  }

  private int function() {
    int start = at + 1;
    int length = text() - start;
    if (refused || length == 0) {
      return (int) refuse();
    }
    for (int i = 0; i < functionsKnown; i++) {
      byte[] known = functionBytes[i];
      if (known.length == length && Arrays.equals(known, 0, length, bytes, start, start + length)) {
        return functionNumbers[i];
      }
    }
    int number = table.function(new String(bytes, start, length, StandardCharsets.UTF_8));
    if (functionsKnown < functionBytes.length) {
      functionBytes[functionsKnown] = Arrays.copyOfRange(bytes, start, start + length);
      functionNumbers[functionsKnown++] = number;
    }
    return number;
  }

  private long error() {
    if (word("null")) {
      return CellPool.NIL;
    }
    long text = at < end && bytes[at] == '"' ? cell() : refuse();
    return refused || table.pool.value(text).asText().isEmpty() ? CellPool.NIL : text;
  }

  private long cell() {
    if (at >= end) {
      return refuse();
    }
    return switch (bytes[at]) {
      case 'n' -> word("null") ? CellPool.NIL : refuse();
      case 't' -> word("true") ? table.pool.cell(Value.of(true)) : refuse();
      case 'f' -> word("false") ? table.pool.cell(Value.of(false)) : refuse();
      case '[' -> numbers();
      case '"' -> {
        int start = at + 1;
        int length = text() - start;
        yield refused
            ? 0
            : table.pool.cell(Value.of(new String(bytes, start, length, StandardCharsets.UTF_8)));
      }
      default -> {
        long number = number();
        yield refused ? 0 : CellPool.cellOf(number);
      }
    };
  }

  private long numbers() {
    at++;
    table.pool.begin(2);
    int count = 0;
    if (at < end && bytes[at] == ']') {
      at++;
      return table.pool.end(0);
    }
    while (true) {
      long number = number();
      if (refused) {
        table.pool.abandon(count);
        return 0;
      }
      table.pool.push(number);
      count++;
      if (bytes[at] == ']') {
        at++;
        return table.pool.end(count);
      }
      if (bytes[at++] != ',') {
        table.pool.abandon(count);
        return refuse();
      }
    }
  }
}
