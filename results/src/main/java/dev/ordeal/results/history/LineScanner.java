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
 * without escapes, {@code true}, {@code false}, {@code null}, arrays of whole numbers or
 * transactions; as JSON without white space, or as EDN with one operation map a line. It refuses
 * everything else, right or wrong, and leaves it to the real parser, which decides what a line
 * means: a refusal costs time, never an answer.
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
  private static final String[] TYPE_NAMES =
      Arrays.stream(TYPES).map(Event.Type::wireName).toArray(String[]::new);
  private static final MicroOps.Kind[] KINDS = MicroOps.Kind.values();
  private static final QuotedNames QUOTED_TYPES = QuotedNames.of(TYPE_NAMES);
  private static final QuotedNames QUOTED_KINDS =
      QuotedNames.of(Arrays.stream(KINDS).map(MicroOps.Kind::wireName).toArray(String[]::new));

  /** A name of one letter with its colon: {@code "?":}. */
  private static final long ONE_LETTER = 0x3A220022L;

  private static final long ONE_LETTER_MASK = 0xFFFF00FFL;

  /** Jepsen's names, in the order of the fields' numbers; "f" is short in both. */
  private static final String[] LONG_NAMES = {
    "index", "time", "process", "type", "f", "key", "value", "error"
  };

  private final EventTable table;
  private final boolean edn;
  private final ListTexts lists;
  private byte[] bytes;
  private int at;
  private int end;
  private boolean refused;

  private static final int FUNCTIONS_MAX = 16;
  private final byte[][] functionBytes = new byte[FUNCTIONS_MAX][];
  private final int[] functionNumbers = new int[FUNCTIONS_MAX];
  private final QuotedNames quotedFunctions = new QuotedNames(FUNCTIONS_MAX);
  private int functionsKnown;

  LineScanner(EventTable table, boolean edn) {
    this.table = table;
    this.edn = edn;
    this.lists = new ListTexts(table.pool.microOps(), edn);
  }

  /** Has to be called when the table was emptied. */
  void forget() {
    lists.forget();
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
    if (edn) {
      blanks();
    }
    expect('{');
    do {
      int field = edn ? ednField() : field();
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
    } while (goesOn());
    if (refused
        || bytes[at - 1] != '}'
        || type < 0
        || function < 0
        || process == Integer.MIN_VALUE) {
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

  /** Whether another field follows; else the position is behind the closing brace. */
  private boolean goesOn() {
    if (edn) {
      blanks();
      if (at < end && bytes[at] == ':') {
        return true;
      }
      expect('}');
      return false;
    }
    return bytes[at++] == ',';
  }

  /** Skips what separates forms of EDN. */
  private void blanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == ',')) {
      at++;
    }
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

  /** Whether eight bytes can be looked at. */
  private boolean hasEight() {
    return at + EIGHT <= end;
  }

  /** Which of some names stands here, in quotes; the position is behind it then. -1 if none. */
  private int quoted(QuotedNames names) {
    if (edn || !hasEight()) {
      return -1;
    }
    int found = names.find((long) LONGS.get(bytes, at));
    at += found < 0 ? 0 : names.length(found);
    return found;
  }

  /** The number of a known field's name, behind its colon. */
  private int field() {
    if (hasEight()) {
      long eight = (long) LONGS.get(bytes, at);
      if ((eight & ONE_LETTER_MASK) == ONE_LETTER) {
        at += 4;
        return field((byte) (eight >>> 8));
      }
    }
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
      return field(bytes[start]);
    }
    for (int i = 0; i < LONG_NAMES.length; i++) {
      if (LONG_NAMES[i].length() == length && is(LONG_NAMES[i], start)) {
        return i;
      }
    }
    return (int) refuse();
  }

  private int field(byte letter) {
    return switch (letter) {
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

  /** The number of a known field's name, up to its value. */
  private int ednField() {
    expect(':');
    int start = at;
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    int length = at - start;
    blanks();
    for (int i = 0; i < LONG_NAMES.length; i++) {
      if (LONG_NAMES[i].length() == length && at < end && is(LONG_NAMES[i], start)) {
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
    if (next != ',' && next != '}' && next != ']' && !(edn && next == ' ')) {
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
    if (at < end && (bytes[at] == '"' || bytes[at] == ':')) {
      return name("nemesis") ? Event.NEMESIS : (int) refuse();
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

  /** Whether a name stands here: a text of JSON or a keyword of EDN. */
  private boolean name(String name) {
    int length = name.length();
    if (at + length + 2 > end || bytes[at] != (edn ? ':' : '"') || !is(name, at + 1)) {
      return false;
    }
    byte next = bytes[at + length + 1];
    if (edn ? next != ' ' && next != ',' && next != '}' && next != ']' : next != '"') {
      return false;
    }
    at += length + (edn ? 1 : 2);
    return true;
  }

  /** The number of the event's type. */
  private int type() {
    int found = quoted(QUOTED_TYPES);
    if (found >= 0) {
      return found;
    }
    for (int i = 0; i < TYPES.length; i++) {
      if (name(TYPE_NAMES[i])) {
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

  /** Where a keyword ends, which is where its separator stands. */
  private int keyword() {
    expect(':');
    while (at < end && !isDelimiter(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDelimiter(byte c) {
    return switch (c) {
      case ',', ';', '"', '\\', '(', ')', '[', ']', '{', '}' -> true;
      default -> c >= 0 && c <= ' ';
    };
  }

  private int function() {
    int found = quoted(quotedFunctions);
    if (found >= 0) {
      return functionNumbers[found];
    }
    int start = at + 1;
    int length = (edn ? keyword() : text()) - start;
    if (refused || length == 0) {
      return (int) refuse();
    }
    for (int i = 0; i < functionsKnown; i++) {
      byte[] known = functionBytes[i];
      if (known.length == length && Arrays.equals(known, 0, length, bytes, start, start + length)) {
        return functionNumbers[i];
      }
    }
    String name = new String(bytes, start, length, StandardCharsets.UTF_8);
    int number = table.function(name);
    if (functionsKnown < FUNCTIONS_MAX) {
      quotedFunctions.add(name);
      functionBytes[functionsKnown] = Arrays.copyOfRange(bytes, start, start + length);
      functionNumbers[functionsKnown++] = number;
    }
    return number;
  }

  private long error() {
    if (word(edn ? "nil" : "null")) {
      return CellPool.NIL;
    }
    boolean plain = at < end && (bytes[at] == '"' || (edn && bytes[at] == ':'));
    long text = plain ? cell() : refuse();
    return refused || table.pool.value(text).asText().isEmpty() ? CellPool.NIL : text;
  }

  private long cell() {
    if (at >= end) {
      return refuse();
    }
    return switch (bytes[at]) {
      case 'n' -> word(edn ? "nil" : "null") ? CellPool.NIL : refuse();
      case 't' -> word("true") ? table.pool.cell(Value.of(true)) : refuse();
      case 'f' -> word("false") ? table.pool.cell(Value.of(false)) : refuse();
      case '[' -> at + 1 < end && bytes[at + 1] == '[' ? transaction() : edn ? refuse() : numbers();
      case ':' -> {
        int start = at + 1;
        int length = (edn ? keyword() : at) - start;
        yield length <= 0
            ? refuse()
            : table.pool.cell(Value.of(new String(bytes, start, length, StandardCharsets.UTF_8)));
      }
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

  /** {@code [["append",5,12],["r",7,[1,2]]]}, or the same in EDN. */
  private long transaction() {
    MicroOps ops = table.pool.microOps();
    int began = ops.begin();
    at++;
    while (!refused) {
      microOp(ops);
      if (edn) {
        blanks();
      }
      if (at >= end || refused) {
        break;
      }
      if (bytes[at] == ']') {
        at++;
        return CellPool.transaction(ops.end(began));
      }
      if (!edn) {
        expect(',');
      }
    }
    ops.abandon(began);
    return refuse();
  }

  private void microOp(MicroOps ops) {
    expect('[');
    MicroOps.Kind kind = kind();
    separator();
    long keyCell = refused ? 0 : cell();
    separator();
    if (refused || at >= end || !CellPool.isAtom(keyCell)) {
      refuse();
      return;
    }
    int key = ops.key(keyCell);
    if (bytes[at] == '[') {
      int stop = lists.scan(bytes, at, end, key);
      if (stop < 0) {
        refuse();
        return;
      }
      at = stop;
      ops.addList(kind, key, lists.list(), lists.length());
    } else {
      long carried = cell();
      if (!refused) {
        ops.add(kind, key, carried);
      }
    }
    expect(']');
  }

  private MicroOps.Kind kind() {
    int found = quoted(QUOTED_KINDS);
    if (found >= 0) {
      return KINDS[found];
    }
    for (MicroOps.Kind kind : KINDS) {
      if (name(kind.wireName())) {
        return kind;
      }
    }
    refuse();
    return MicroOps.Kind.READ;
  }

  private void separator() {
    if (edn) {
      blanks();
    } else {
      expect(',');
    }
  }
}
