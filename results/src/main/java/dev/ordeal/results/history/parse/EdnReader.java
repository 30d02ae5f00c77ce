package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.Brief;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Value;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A streaming reader of EDN, the notation of Jepsen's files, and of what else Clojure prints.
 *
 * <p>Keywords and symbols become text, sets and lists become sequences, tags are dropped and their
 * value kept ({@code #jepsen.history.Op{…}} is the map, {@code #object[…]} a sequence), metadata is
 * dropped, the keys of {@code #:space{…}} get its name in front, {@code #_} skips a form, {@code ;}
 * a line.
 */
public final class EdnReader {
  private static final int NOTHING_PEEKED = -2;
  private static final int DEPTH_MAX = 512;
  private static final String KEY_TUPLE_TAG = "jepsen.independent/tuple";

  private final String source;
  private final Reader in;
  private int peeked = NOTHING_PEEKED;

  /** The character behind {@link #peeked}, which is then a hash. */
  private int peekedNext = NOTHING_PEEKED;

  private long line = 1;
  private long column = 0;
  private int depth;
  private boolean atEnd;
  private Value keyTuple;
  private final StringBuilder token = new StringBuilder();

  /**
   * Reads forms one after the other.
   *
   * @param source what messages call it
   */
  public EdnReader(String source, Reader in) {
    this.source = source;
    this.in = in;
  }

  /** The line of the character that was read last, from 1. */
  public long line() {
    return line;
  }

  /** Says what is wrong with the character that was read last. */
  public MalformedHistoryException error(String problem) {
    return MalformedHistoryException.at(source, line, Math.max(1, column), problem);
  }

  /** Whether the file ended within a form: what was read is the beginning of something. */
  public boolean endedWithin() {
    return atEnd;
  }

  /** The last sequence that the tag of Jepsen's independent keys marked; null if there was none. */
  public Value keyTuple() {
    return keyTuple;
  }

  private MalformedHistoryException cutOff(String what) {
    atEnd = true;
    return error("the file ends within " + what);
  }

  /**
   * The first character of the next form, or -1 at the end; spaces, comments and discarded forms
   * are skipped.
   */
  public int peekForm() throws IOException {
    while (true) {
      int c = peek();
      if (c == ';' || (c == '#' && peekNext() == '!')) {
        while (peek() != '\n' && peek() >= 0) {
          read();
        }
      } else if (c == '#' && peekNext() == '_') {
        read();
        read();
        form();
      } else if (c >= 0 && (Character.isWhitespace(c) || c == ',')) {
        read();
      } else {
        return c;
      }
    }
  }

  /** All that was not read yet. */
  public String rest() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = read(); c >= 0; c = read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  /** Takes the character that {@link #peekForm} showed. */
  public void skip() throws IOException {
    read();
  }

  /** The next form. */
  public Value form() throws IOException {
    if (++depth > DEPTH_MAX) {
      throw error("forms are nested more than " + DEPTH_MAX + " deep");
    }
    try {
      int c = peekForm();
      if (c < 0) {
        throw cutOff("a form");
      }
      return switch (c) {
        case '{' -> map("");
        case '[' -> sequence('[', ']');
        case '(' -> sequence('(', ')');
        case '"' -> new Value.Text(string());
        case '#' -> dispatch();
        case '^' -> {
          read();
          form();
          yield form();
        }
        case '\\' -> character();
        case '}', ']', ')' -> throw error("unexpected '" + (char) c + "'");
        default -> atom();
      };
    } finally {
      depth--;
    }
  }

  private Value dispatch() throws IOException {
    read();
    int c = peek();
    return switch (c) {
      case '{' -> sequence('{', '}');
      case '^' -> {
        read();
        form();
        yield form();
      }
      case '#' -> {
        read();
        yield symbolic(readToken());
      }
      case '"' -> pattern();
      case '<' -> unreadable();
      case '\'', '=' -> {
        read();
        yield form();
      }
      default -> tagged(readToken());
    };
  }

  private Value tagged(String tag) throws IOException {
    if (tag.isEmpty()) {
      int c = peek();
      throw c < 0 ? cutOff("a form") : error("unexpected character '" + (char) c + "' behind #");
    }
    if (tag.startsWith(":")) {
      if (peekForm() != '{') {
        throw peek() < 0 ? cutOff("a map") : error("expected a map behind #" + tag);
      }
      String space = tag.substring(1);
      return map(space.startsWith(":") ? "" : space + "/");
    }
    Value value = form();
    boolean isTuple = value instanceof Value.Seq seq && seq.items().size() >= 2;
    if (isTuple && tag.equals(KEY_TUPLE_TAG)) {
      keyTuple = value;
    }
    return value;
  }

  private Value symbolic(String name) {
    return switch (name) {
      case "NaN" -> new Value.Real(Double.NaN);
      case "Inf" -> new Value.Real(Double.POSITIVE_INFINITY);
      case "-Inf" -> new Value.Real(Double.NEGATIVE_INFINITY);
      default -> throw error("##" + name + " is none of ##NaN, ##Inf, ##-Inf");
    };
  }

  /** {@code #<Object example.Handle@1b2c>}, as old versions of Clojure print objects. */
  private Value unreadable() throws IOException {
    StringBuilder text = new StringBuilder("#");
    int open = 0;
    do {
      int c = read();
      if (c < 0) {
        throw cutOff("an object");
      }
      open += c == '<' ? 1 : c == '>' ? -1 : 0;
      text.append((char) c);
    } while (open > 0);
    return new Value.Text(text.toString());
  }

  /** A regular expression, whose backslashes are its own. */
  private Value pattern() throws IOException {
    expect('"');
    StringBuilder text = new StringBuilder();
    for (int c = read(); c != '"'; c = read()) {
      if (c < 0) {
        throw cutOff("a string");
      }
      text.append((char) c);
      if (c == '\\' && peek() >= 0) {
        text.append((char) read());
      }
    }
    return new Value.Text(text.toString());
  }

  private Value sequence(char open, char close) throws IOException {
    expect(open);
    List<Value> items = new ArrayList<>();
    while (!endsWith(close)) {
      items.add(form());
    }
    return new Value.Seq(items);
  }

  private Value map(String prefix) throws IOException {
    expect('{');
    Map<String, Value> entries = new LinkedHashMap<>();
    while (!endsWith('}')) {
      String name = form().asText();
      if (peekForm() == '}') {
        throw error("a map has the key " + Brief.cut(name) + " without a value");
      }
      entries.put(name.indexOf('/') < 0 ? prefix + name : name, form());
    }
    return new Value.Dict(entries);
  }

  private boolean endsWith(char close) throws IOException {
    if (peekForm() != close) {
      return false;
    }
    read();
    return true;
  }

  private Value character() throws IOException {
    read();
    token.setLength(0);
    int first = read();
    if (first < 0) {
      throw cutOff("a character");
    }
    token.append((char) first);
    while (isTokenPart(peek()) && peek() != '\\') {
      token.append((char) read());
    }
    String name = token.toString();
    return new Value.Text(
        switch (name) {
          case "newline" -> "\n";
          case "space" -> " ";
          case "tab" -> "\t";
          case "return" -> "\r";
          case "backspace" -> "\b";
          case "formfeed" -> "\f";
          default -> {
            if (name.matches("u[0-9a-fA-F]{4}")) {
              yield String.valueOf((char) Integer.parseInt(name.substring(1), 16));
            }
            yield name.matches("o[0-3]?[0-7]{1,2}")
                ? String.valueOf((char) Integer.parseInt(name.substring(1), 8))
                : name;
          }
        });
  }

  private String string() throws IOException {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (true) {
      int c = read();
      if (c < 0) {
        throw cutOff("a string");
      }
      if (c == '"') {
        return text.toString();
      }
      text.append(c == '\\' ? escape(read()) : (char) c);
    }
  }

  private char escape(int c) throws IOException {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '\\', '"', '/' -> (char) c;
      case 'u' -> code(4, 16);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
      case -1 -> throw cutOff("a string");
      default -> throw error("unknown escape \\" + (char) c);
    };
  }

  private char code(int digits, int radix) throws IOException {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int c = read();
      int digit = Character.digit(c, radix);
      if (digit < 0) {
        throw c < 0 ? cutOff("a string") : error("bad escape: '" + (char) c + "' is no digit");
      }
      code = code * radix + digit;
    }
    return (char) code;
  }

  private char octal(int first) throws IOException {
    int code = first - '0';
    for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; i++) {
      code = code * 8 + read() - '0';
    }
    return (char) code;
  }

  private Value atom() throws IOException {
    String text = readToken();
    if (text.isEmpty()) {
      throw error("unexpected character '" + (char) peek() + "'");
    }
    char first = text.charAt(0);
    if (first == ':') {
      return new Value.Text(text.substring(1));
    }
    boolean signed = (first == '-' || first == '+') && text.length() > 1;
    if (isDigit(first) || (signed && isDigit(text.charAt(1)))) {
      return number(text);
    }
    return switch (text) {
      case "nil" -> Value.NIL;
      case "true" -> new Value.Bool(true);
      case "false" -> new Value.Bool(false);
      default -> new Value.Text(text);
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Value number(String text) {
    try {
      return EdnNumbers.parse(text);
    } catch (ArithmeticException | NumberFormatException wrong) {
      throw error("'" + Brief.cut(text) + "' is no number that fits 64 bits");
    }
  }

  private String readToken() throws IOException {
    token.setLength(0);
    while (isTokenPart(peek())) {
      token.append((char) read());
    }
    return token.toString();
  }

  private static boolean isTokenPart(int c) {
    return c >= 0
        && !Character.isWhitespace(c)
        && switch (c) {
          case ',', '{', '}', '[', ']', '(', ')', '"', ';' -> false;
          default -> true;
        };
  }

  private void expect(char wanted) throws IOException {
    int c = read();
    if (c != wanted) {
      throw c < 0 ? cutOff("a form") : error("expected '" + wanted + "', found '" + (char) c + "'");
    }
  }

  private int peek() throws IOException {
    if (peeked == NOTHING_PEEKED) {
      peeked = in.read();
    }
    return peeked;
  }

  /** What stands behind the character that was peeked. */
  private int peekNext() throws IOException {
    if (peekedNext == NOTHING_PEEKED) {
      peekedNext = in.read();
    }
    return peekedNext;
  }

  private int read() throws IOException {
    int c = peek();
    peeked = peekedNext;
    peekedNext = NOTHING_PEEKED;
    if (c == '\n') {
      line++;
      column = 0;
    } else {
      column++;
    }
    return c;
  }
}
