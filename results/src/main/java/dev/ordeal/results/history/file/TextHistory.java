package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Brief;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.parse.EdnReader;
import dev.ordeal.results.history.parse.EventFields;
import dev.ordeal.results.history.parse.Utf8Input;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Jepsen's {@code history.txt}: process, type, function, value and perhaps an error, separated by
 * tabs; and logs of Jepsen's console, which have the same behind what the logger puts in front.
 *
 * <p>Such files have neither times nor indices.
 */
final class TextHistory {
  private static final Pattern EVENT =
      Pattern.compile(
          "(?:^|\\s)(\\d+|:?nemesis)\\s+:(invoke|ok|fail|info)\\s+(?::(\\S+)|nil)(?:\\s+(.*))?$");

  /** What the first fields of such a line may be cut to. */
  private static final Pattern BEGINNING =
      Pattern.compile(":?n?e?m?e?s?i?s?|\\d+(\\s+(:\\w*(\\s.*)?)?)?|:?nemesis\\s.*");

  private final String source;
  private final EventList events = new EventList();
  private final List<String> notes = new ArrayList<>();
  private final EventFields fields = new EventFields();
  private boolean isLog;
  private long skipped;

  private TextHistory(String source) {
    this.source = source;
  }

  /**
   * Reads it to its end.
   *
   * @throws MalformedHistoryException if a line is damaged, or none is an event
   */
  static HistoryFile read(String source, InputStream in) throws IOException {
    return new TextHistory(source).read(in);
  }

  private HistoryFile read(InputStream in) throws IOException {
    Utf8Input text = new Utf8Input(source, in);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 1 << 16);
    LineReader lines = new LineReader(reader);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (text.isCutOff() && lines.isUnfinished()) {
        cutOff(lines.number());
      } else if (!line.isBlank()) {
        take(line, lines);
      }
    }
    if (events.size() == 0) {
      throw MalformedHistoryException.at(
          source, 1, "no event; expected events in JSON or EDN, or lines of Jepsen's history.txt");
    }
    if (isLog) {
      notes.add(
          String.format(
              Locale.ROOT,
              "read as a log: %,d lines are events, %,d others were skipped",
              events.size(),
              skipped));
    }
    return Assembly.of(source, events.table(), events, notes);
  }

  private void take(String line, LineReader lines) {
    Matcher event = EVENT.matcher(line);
    boolean found = event.find();
    isLog |= events.size() == 0 && (!found || event.start(1) > 0);
    if (!found && isLog) {
      skipped++;
      return;
    }
    boolean mayBeCutOff = lines.isUnfinished() && !isLog;
    if (!found && mayBeCutOff && BEGINNING.matcher(line).matches()) {
      cutOff(lines.number());
    } else if (!found) {
      throw MalformedHistoryException.at(
          source,
          lines.number(),
          "expected process, type, function and value, found " + Brief.cut(line));
    } else if (!add(event, lines.number(), mayBeCutOff)) {
      cutOff(lines.number());
    }
  }

  private void cutOff(long line) {
    notes.add("line %d: the last line is cut off; dropped".formatted(line));
  }

  /** Adds an event; false if its value is cut off and may be. */
  private boolean add(Matcher event, long line, boolean mayBeCutOff) {
    String rest = event.group(4) == null ? "" : event.group(4);
    EdnReader edn = new EdnReader(source, new StringReader(rest));
    fields.clear();
    fields.put("process", process(event.group(1)));
    fields.put("type", Value.of(event.group(2)));
    if (event.group(3) != null) {
      fields.put("f", Value.of(event.group(3)));
    }
    try {
      if (edn.peekForm() >= 0) {
        Value value = edn.form();
        fields.put("value", value);
        fields.splitValue(edn.keyTuple());
      }
      String error = edn.peekForm() < 0 ? "" : edn.rest().strip();
      if (!error.isEmpty()) {
        fields.put("error", Value.of(error.startsWith(":") ? error.substring(1) : error));
      }
      events.add(fields.toEvent(EventTable.UNKNOWN), line);
      return true;
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    } catch (MalformedHistoryException damage) {
      if (edn.endedWithin() && mayBeCutOff) {
        return false;
      }
      throw MalformedHistoryException.at(source, line, "the value is no EDN: " + Brief.cut(rest));
    } catch (IllegalArgumentException wrong) {
      throw MalformedHistoryException.at(source, line, wrong.getMessage());
    }
  }

  private static Value process(String text) {
    try {
      return text.endsWith("nemesis") ? Value.of("nemesis") : Value.of(Long.parseLong(text));
    } catch (NumberFormatException tooLong) {
      return Value.of(text);
    }
  }
}
