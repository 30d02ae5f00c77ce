package dev.ordeal.results.history;

import java.nio.charset.StandardCharsets;

/**
 * Reads the values that nearly all values of a history are: whole numbers, texts without escapes,
 * {@code true}, {@code false}, {@code null}, arrays of whole numbers, and transactions.
 *
 * <p>A method that reads something takes where that begins and gives where it ends, or {@link
 * #REFUSED}; what was read is in a field.
 */
final class ValueScanner {
  static final int REFUSED = -1;

  private static final int DIGITS_MAX = 17;
  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};
  private static final MicroOps.Kind[] KINDS = MicroOps.Kind.values();

  private final CellPool pool;
  private final MicroOps ops;
  private final boolean edn;
  private final ListTexts lists;
  private final TextCells texts;

  /** How micro-operations begin, by their kinds. */
  private final KnownNames beginnings = new KnownNames(KINDS.length);

  private byte[] bytes;
  private int end;

  /** The last number. */
  long number;

  /** The last value. */
  long cell;

  /** The last kind of a micro-operation. */
  private int found;

  ValueScanner(CellPool pool, Notation notation) {
    this.pool = pool;
    ops = pool.microOps();
    edn = notation == Notation.EDN;
    lists = new ListTexts(ops, edn);
    texts = new TextCells(pool);
    for (MicroOps.Kind kind : KINDS) {
      beginnings.add(notation.microOp(kind.wireName()));
    }
  }

  /** Has to be called when the pool was emptied, or other bytes are to be read. */
  void forget() {
    lists.forget();
    texts.forget();
  }

  /** Says what the bytes are, up to which values may go. */
  void in(byte[] source, int limit) {
    bytes = source;
    end = limit;
  }

  /** Where what separates forms of EDN ends. */
  int blanks(int from) {
    int at = from;
    while (at < end && (bytes[at] == ' ' || bytes[at] == ',')) {
      at++;
    }
    return at;
  }

  /** A whole number that fits a cell, followed by what ends a value. */
  int number(int from) {
    if (from < 0) {
      return REFUSED;
    }
    if (from + 2 * Digits.EIGHT > bytes.length) {
      return oddNumber(from);
    }
    long eight = Digits.at(bytes, from);
    int count = Digits.count(eight);
    if (count < Digits.EIGHT) {
      if (count == 0 || (count > 1 && (eight & 0xFF) == 0)) {
        return oddNumber(from);
      }
      number = Digits.value(eight, count);
      return valueEnd(from + count);
    }
    long more = Digits.at(bytes, from + Digits.EIGHT);
    int moreCount = Digits.count(more);
    if (moreCount == Digits.EIGHT || (eight & 0xFF) == 0) {
      return oddNumber(from);
    }
    number = Digits.value(eight) * POWERS[moreCount] + Digits.value(more, moreCount);
    return valueEnd(from + Digits.EIGHT + moreCount);
  }

  /** A number that is negative, long, near the end of the bytes, or none. */
  private int oddNumber(int from) {
    boolean negative = from < end && bytes[from] == '-';
    int start = negative ? from + 1 : from;
    int at = start;
    long sum = 0;
    while (at < end && at - start <= DIGITS_MAX && bytes[at] >= '0' && bytes[at] <= '9') {
      sum = sum * 10 + bytes[at++] - '0';
    }
    int digits = at - start;
    if (digits == 0 || digits > DIGITS_MAX || (digits > 1 && bytes[start] == '0')) {
      return REFUSED;
    }
    number = negative ? -sum : sum;
    return valueEnd(at);
  }

  /** The same place if something stands there that ends a value. */
  private int valueEnd(int at) {
    if (at >= end) {
      return REFUSED;
    }
    byte next = bytes[at];
    return next == ',' || next == '}' || next == ']' || (edn && next == ' ') ? at : REFUSED;
  }

  /** A text of JSON without escapes, or a keyword of EDN that is not empty. */
  int name(int from) {
    return edn ? keyword(from) : text(from);
  }

  /** How many bytes the name from one place to another has without its quotes or colon. */
  int length(int from, int to) {
    return edn ? to - from - 1 : to - from - 2;
  }

  private int text(int from) {
    if (from >= end || bytes[from] != '"') {
      return REFUSED;
    }
    int at = from + 1;
    while (at < end && bytes[at] != '"') {
      if (bytes[at] == '\\' || (bytes[at] >= 0 && bytes[at] < 0x20)) {
        return REFUSED;
      }
      at++;
    }
    return at < end ? at + 1 : REFUSED;
  }

  private int keyword(int from) {
    if (from >= end || bytes[from] != ':') {
      return REFUSED;
    }
    int at = from + 1;
    while (at < end && !isDelimiter(bytes[at])) {
      at++;
    }
    return at > from + 1 ? at : REFUSED;
  }

  private static boolean isDelimiter(byte c) {
    return switch (c) {
      case ',', ';', '"', '\\', '(', ')', '[', ']', '{', '}' -> true;
      default -> c >= 0 && c <= ' ';
    };
  }

  /** The text between two places. */
  String string(int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /** Whether a text stands between two places. */
  boolean is(String text, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A value, most probably a whole number. */
  int atom(int from) {
    if (from < 0) {
      return REFUSED;
    }
    if (from < end && bytes[from] >= '0' && bytes[from] <= '9') {
      int at = number(from);
      cell = CellPool.cellOf(number);
      return at;
    }
    return value(from);
  }

  /** A value, but a whole number not as fast as {@link #atom}. */
  int value(int from) {
    if (from >= end) {
      return REFUSED;
    }
    return switch (bytes[from]) {
      case 'n' -> word(edn ? "nil" : "null", CellPool.NIL, from);
      case 't' -> word("true", pool.cell(Value.of(true)), from);
      case 'f' -> word("false", pool.cell(Value.of(false)), from);
      case '[' -> {
        boolean nested = from + 1 < end && bytes[from + 1] == '[';
        yield nested ? transaction(from + 1) : edn ? REFUSED : numbers(from + 1);
      }
      case ':' -> {
        int at = edn ? keyword(from) : REFUSED;
        cell = at < 0 ? 0 : texts.cell(bytes, from + 1, at - from - 1);
        yield at;
      }
      case '"' -> {
        int at = text(from);
        cell = at < 0 ? 0 : texts.cell(bytes, from + 1, at - from - 2);
        yield at;
      }
      default -> {
        int at = oddNumber(from);
        cell = CellPool.cellOf(number);
        yield at;
      }
    };
  }

  private int word(String word, long value, int from) {
    cell = value;
    int at = from + word.length();
    return at <= end && is(word, from, word.length()) ? at : REFUSED;
  }

  /** Whole numbers of JSON behind an opening bracket. */
  private int numbers(int from) {
    pool.begin(2);
    int at = from;
    if (at < end && bytes[at] == ']') {
      cell = pool.end(0);
      return at + 1;
    }
    int count = 0;
    while (true) {
      at = number(at);
      if (at >= 0) {
        pool.push(number);
        count++;
      }
      if (at < 0 || bytes[at] == '}') {
        pool.abandon(count);
        return REFUSED;
      }
      if (bytes[at++] == ']') {
        cell = pool.end(count);
        return at;
      }
    }
  }

  /** {@code ["append",5,12],["r",7,[1,2]]]}, or the same in EDN. */
  private int transaction(int from) {
    int began = ops.begin();
    int at = from;
    while (true) {
      at = microOp(at);
      at = edn && at >= 0 ? blanks(at) : at;
      if (at < 0 || at >= end) {
        break;
      }
      byte next = bytes[at];
      if (next == ']') {
        cell = CellPool.transaction(ops.end(began));
        return at + 1;
      }
      if (!edn && next != ',') {
        break;
      }
      at = edn ? at : at + 1;
    }
    ops.abandon(began);
    return REFUSED;
  }

  private int microOp(int from) {
    int at = kind(from);
    at = atom(edn && at >= 0 ? blanks(at) : at);
    if (at < 0 || !CellPool.isAtom(cell)) {
      return REFUSED;
    }
    MicroOps.Kind kind = KINDS[found];
    int key = ops.key(cell);
    if (edn) {
      at = blanks(at);
    } else if (at < end && bytes[at] == ',') {
      at++;
    } else {
      return REFUSED;
    }
    if (kind.mayCarryList() && at < end && bytes[at] == '[') {
      at = lists.scan(bytes, at, end, key);
      if (at >= 0) {
        ops.addList(kind, key, lists.list(), lists.length());
      }
    } else {
      at = atom(at);
      if (at < 0 || !CellPool.isAtom(cell)) {
        return REFUSED;
      }
      ops.add(kind, key, cell);
    }
    return at >= 0 && at < end && bytes[at] == ']' ? at + 1 : REFUSED;
  }

  /** The bracket and the kind with which a micro-operation begins. */
  private int kind(int from) {
    found = beginnings.find(bytes, from, end);
    if (found >= 0) {
      return from + beginnings.length(found);
    }
    int at = edn && from < end && bytes[from] == '[' ? keyword(from + 1) : REFUSED;
    for (int kind = 0; at >= 0 && kind < KINDS.length; kind++) {
      if (is(KINDS[kind].wireName(), from + 2, at - from - 2)) {
        found = kind;
        return at;
      }
    }
    return REFUSED;
  }
}
