package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.LineScanner;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Notation;
import dev.ordeal.results.history.Value;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** Parses blocks of lines, one after the other, into columns that it uses again. */
final class BlockParser {
  private static final JsonFactory JSON = new JsonFactory();

  /** A token that was cut off, such as {@code fals}, is shorter than this many bytes. */
  private static final int TOKEN_MAX = 12;

  private final boolean edn;
  private final EventTable events = new EventTable(0);
  private final LineScanner scanner;
  private final EventFields fields = new EventFields();
  private LineBlocks.Block block = new LineBlocks.Block(-1, new byte[0], 0);
  private long lines;
  private Exception problem;
  private boolean cutOff;

  BlockParser(boolean edn) {
    this.edn = edn;
    scanner = new LineScanner(events, edn ? Notation.EDN : Notation.JSON);
  }

  /** Parses the next block of a stream, up to its first bad line; false if there is none. */
  boolean parseNext(LineBlocks blocks) throws IOException {
    events.reset();
    scanner.forget();
    lines = 0;
    problem = null;
    cutOff = false;
    block = blocks.next(block.bytes());
    int bad = Utf8.firstBad(block.bytes(), 0, block.length());
    int end = bad < block.length() ? lineStart(bad) : bad;
    int start = 0;
    while (start < end && problem == null) {
      lines++;
      int stop = scanner.scan(block.bytes(), start, end);
      start = (stop < 0 ? parseLine(start, end) : stop) + 1;
    }
    if (end < block.length() && problem == null) {
      refuse(end, bad);
    }
    return block.length() > 0;
  }

  private int lineStart(int place) {
    int start = place;
    while (start > 0 && block.bytes()[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  /** Says what is wrong with a line that is not UTF-8, or with what is left of it. */
  private void refuse(int start, int bad) {
    lines++;
    if (!edn && Utf8.isCutOff(block.bytes(), bad, block.length())) {
      parseLine(start, bad);
    }
    if (!cutOff) {
      problem = new NotUtf8(Utf8.problem(block.bytes()[bad]));
    }
  }

  private static final class NotUtf8 extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    NotUtf8(String problem) {
      this.problem = problem;
    }

    @Override
    public String getMessage() {
      return problem;
    }
  }

  /** Parses a line that the scanner refused, up to an end of its block; where it ends. */
  private int parseLine(int start, int end) {
    byte[] bytes = block.bytes();
    boolean blank = true;
    int stop = start;
    while (stop < end && bytes[stop] != '\n') {
      blank &= Character.isWhitespace(bytes[stop]);
      stop++;
    }
    if (blank) {
      return stop;
    }
    try {
      if (edn) {
        parseEdn(bytes, start, stop - start, fields);
      } else {
        parse(bytes, start, stop - start, fields);
      }
      events.append(fields.toEvent(EventTable.UNKNOWN));
    } catch (JacksonException | IllegalArgumentException | MalformedHistoryException damage) {
      problem = damage;
      cutOff = stop == end && !edn && isBeginning(bytes, start, stop, damage);
    }
    return stop;
  }

  /** Whether a damaged line is the beginning of an event that was not written to its end. */
  private boolean isBeginning(byte[] line, int start, int stop, Exception damage) {
    int at = start;
    while (at < stop && Character.isWhitespace(line[at])) {
      at++;
    }
    return line[at] == '{'
        && fields.mayBeCutOff()
        && (damage instanceof UnexpectedEndOfInputException
            || (damage instanceof JacksonException json
                && json.getLocation() != null
                && stop - start - json.getLocation().getColumnNr() < TOKEN_MAX
                && !closes(line, at, stop)));
  }

  /** Whether all brackets are closed. */
  private static boolean closes(byte[] line, int start, int stop) {
    int depth = 0;
    boolean inText = false;
    for (int at = start; at < stop; at++) {
      switch (line[at]) {
        case '"' -> inText = !inText;
        case '\\' -> at++;
        case '{', '[' -> depth += inText ? 0 : 1;
        case '}', ']' -> depth -= inText ? 0 : 1;
        default -> {}
      }
    }
    return depth <= 0 && !inText;
  }

  /** The number of the block. */
  int number() {
    return block.number();
  }

  /** What the block said up to its first bad line. */
  EventTable events() {
    return events;
  }

  /** How many lines were looked at, the bad one included. */
  long lines() {
    return lines;
  }

  /** What is wrong with the bad line; null if there is none. */
  Exception problem() {
    return problem;
  }

  /** Whether the bad line lacks its newline. */
  boolean isCutOff() {
    return cutOff;
  }

  private static void parse(byte[] line, int start, int length, EventFields fields) {
    fields.clear();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line, start, length)) {
      json.nextToken();
      EventObject.read(json, fields);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON object on the line");
      }
    }
  }

  private static void parseEdn(byte[] line, int start, int length, EventFields fields) {
    fields.clear();
    String text = new String(line, start, length, StandardCharsets.UTF_8);
    EdnReader edn = new EdnReader("a line", new StringReader(text));
    try {
      if (!(edn.form() instanceof Value.Dict map) || edn.peekForm() >= 0) {
        throw new IllegalArgumentException("expected one operation map");
      }
      map.entries().forEach(fields::put);
      fields.splitValue(edn.keyTuple());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The event of a line of JSON as the parser reads it. */
  static Event parse(byte[] line, int length) {
    EventFields fields = new EventFields();
    parse(line, 0, length, fields);
    return fields.toEvent(0);
  }
}
