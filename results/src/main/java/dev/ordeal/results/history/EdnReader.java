package dev.ordeal.results.history;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A streaming reader of EDN, the notation of Jepsen's files.
 *
 * <p>Keywords and symbols become text, sets and lists become sequences, tags are dropped and their
 * value kept ({@code #jepsen.history.Op{…}} is the map), {@code #_} skips a form, {@code ;} a line.
 */
final class EdnReader {
  private static final int NOTHING_PEEKED = -2;
  private static final int DEPTH_MAX = 512;

  private final String source;
  private final Reader in;
  private int peeked = NOTHING_PEEKED;
  private long line = 1;
  private long column = 0;
  private int depth;
  private boolean pushedHash;
  private final StringBuilder token = new StringBuilder();

  EdnReader(String source, Reader in) {
    this.source = source;
    this.in = in;
  }

  long line() {
    return line;
  }

  MalformedHistoryException error(String problem) {
    return MalformedHistoryException.at(source, line, Math.max(1, column), problem);
  }

  /** The first character of the next form, or -1 at the end; spaces and comments are skipped. */
  int peekForm() throws IOException {
    while (true) {
      int c = peek();
      if (c == ';') {
        while (peek() != '\n' && peek() >= 0) {
          read();
        }
      } else if (c >= 0 && (Character.isWhitespace(c) || c == ',')) {
        read();
      } else {
        return c;
      }
    }
  }

  /** Takes the character that {@link #peekForm} showed. */
  void skip() throws IOException {
    read();
  }

  /** The next form. */
  Value form() throws IOException {
    int c = peekForm();
    if (c < 0) {
      throw error("the file ends within a form");
    }
    if (++depth > DEPTH_MAX) {
      throw error("forms are nested more than " + DEPTH_MAX + " deep");
    }
    try {
      return switch (c) {
        case '{' -> map();
        case '[' -> sequence('[', ']');
        case '(' -> sequence('(', ')');
        case '"' -> new Value.Text(string());
        case '#' -> dispatch();
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
    if (c == '{') {
      return sequence('{', '}');
    }
    if (c == '_') {
      read();
      form();
      return form();
    }
    if (c == '#') {
      read();
      return atom();
    }
    readToken();
    return form();
  }

  private Value sequence(char open, char close) throws IOException {
    expect(open);
    List<Value> items = new ArrayList<>();
    while (!endsWith(close)) {
      items.add(form());
    }
    return new Value.Seq(items);
  }

  private Value map() throws IOException {
    expect('{');
    Map<String, Value> entries = new LinkedHashMap<>();
    while (!endsWith('}')) {
      String name = form().asText();
      if (peekForm() == '}') {
        throw error("a map has the key " + name + " without a value");
      }
      entries.put(name, form());
    }
    return new Value.Dict(entries);
  }

  private boolean endsWith(char close) throws IOException {
    int c = peekForm();
    while (c == '#') {
      // "#_" may stand before the closing bracket and then there is no further form.
      read();
      if (peek() != '_') {
        pushedHash = true;
        return false;
      }
      read();
      form();
      c = peekForm();
    }
    if (c == close) {
      read();
      return true;
    }
    return false;
  }

  private Value character() throws IOException {
    read();
    token.setLength(0);
    token.append((char) read());
    while (isTokenPart(peek())) {
      token.append((char) read());
    }
    String name = token.toString();
    return new Value.Text(
        switch (name) {
          case "newline" -> "\n";
          case "space" -> " ";
          case "tab" -> "\t";
          case "return" -> "\r";
          default ->
              name.startsWith("u") && name.length() == 5
                  ? String.valueOf((char) Integer.parseInt(name.substring(1), 16))
                  : name;
        });
  }

  private String string() throws IOException {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (true) {
      int c = read();
      if (c < 0) {
        throw error("the file ends within a string");
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
      case 'u' -> {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < 4; i++) {
          hex.append((char) read());
        }
        try {
          yield (char) Integer.parseInt(hex.toString(), 16);
        } catch (NumberFormatException wrong) {
          throw error("bad escape \\u" + hex);
        }
      }
      default -> throw error("unknown escape \\" + (char) c);
    };
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
    if (Character.isDigit(first) || (signed && Character.isDigit(text.charAt(1)))) {
      return number(text);
    }
    return switch (text) {
      case "nil" -> Value.NIL;
      case "true" -> new Value.Bool(true);
      case "false" -> new Value.Bool(false);
      default -> new Value.Text(text);
    };
  }

  private Value number(String text) {
    try {
      if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
        return new Value.Real(
            Double.parseDouble(text.endsWith("M") ? text.substring(0, text.length() - 1) : text));
      }
      int slash = text.indexOf('/');
      if (slash > 0) {
        return new Value.Real(
            Double.parseDouble(text.substring(0, slash))
                / Double.parseDouble(text.substring(slash + 1)));
      }
      boolean suffixed = text.endsWith("N") || text.endsWith("M");
      return Value.of(Long.parseLong(suffixed ? text.substring(0, text.length() - 1) : text));
    } catch (NumberFormatException wrong) {
      throw error("'" + text + "' is no number that fits 64 bits");
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
      throw error("expected '" + wanted + "', found '" + (char) c + "'");
    }
  }

  private int peek() throws IOException {
    if (pushedHash) {
      return '#';
    }
    if (peeked == NOTHING_PEEKED) {
      peeked = in.read();
    }
    return peeked;
  }

  private int read() throws IOException {
    if (pushedHash) {
      pushedHash = false;
      return '#';
    }
    int c = peek();
    peeked = NOTHING_PEEKED;
    if (c == '\n') {
      line++;
      column = 0;
    } else {
      column++;
    }
    return c;
  }
}
