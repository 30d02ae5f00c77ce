package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Brief;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.parse.EdnReader;
import dev.ordeal.results.history.parse.EventFields;
import dev.ordeal.results.history.parse.KeyTuples;
import dev.ordeal.results.history.parse.Utf8Input;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Jepsen's {@code history.edn}: operation maps one after another, or one vector or list of them.
 *
 * <p>Keys: in their own field, or in tuples (see {@link KeyTuples}).
 */
public final class EdnHistory {
  /** Functions that take part in micro-operations and are written as keywords. */
  private static final Set<String> MICRO_OPERATIONS = Set.of("r", "w", "append", "read", "write");

  private EdnHistory() {}

  static HistoryFile read(HistoryText text) throws IOException {
    try (InputStream in = text.open()) {
      return read(text.name(), in);
    }
  }

  /**
   * Reads a history.
   *
   * @param source what messages call it
   * @throws MalformedHistoryException if it is damaged; names the line
   */
  public static HistoryFile read(String source, InputStream in) throws IOException {
    EdnReader edn =
        new EdnReader(
            source,
            new BufferedReader(
                new InputStreamReader(new Utf8Input(source, in), StandardCharsets.UTF_8), 1 << 16));
    EventList events = new EventList();
    List<String> notes = new ArrayList<>();
    EventFields fields = new EventFields();
    int first = edn.peekForm();
    boolean wrapped = first == '[' || first == '(';
    if (wrapped) {
      edn.skip();
    }
    long line = edn.line();
    try {
      int c = edn.peekForm();
      while (c >= 0 && !(wrapped && (c == ']' || c == ')'))) {
        line = edn.line();
        first = c;
        take(edn, fields);
        events.add(fields.toEvent(EventTable.UNKNOWN), line);
        c = edn.peekForm();
      }
      if (wrapped && c < 0) {
        notes.add(cutOff(edn.line(), "the vector of operations is not closed"));
      } else if (wrapped) {
        edn.skip();
        requireEnd(edn);
      }
    } catch (MalformedHistoryException damage) {
      boolean isBeginning = edn.endedWithin() && (first == '{' || first == '#');
      if (!isBeginning) {
        throw damage;
      }
      notes.add(cutOff(line, "the last operation is dropped"));
    } catch (IllegalArgumentException problem) {
      throw MalformedHistoryException.at(source, line, 1, problem.getMessage());
    }
    return Assembly.of(source, events.table(), events, notes);
  }

  private static void requireEnd(EdnReader edn) throws IOException {
    if (edn.peekForm() >= 0) {
      throw edn.error("something follows the vector of operations");
    }
  }

  private static void take(EdnReader edn, EventFields fields) throws IOException {
    Value form = edn.form();
    if (!(form instanceof Value.Dict map)) {
      throw edn.error("expected an operation map, found " + Brief.quoted(form));
    }
    fields.clear();
    map.entries().forEach(fields::put);
    fields.splitValue(edn.keyTuple());
  }

  private static String cutOff(long line, String what) {
    return "line %d: the file is cut off: %s".formatted(line, what);
  }

  /** Writes a history as Jepsen reads it, one operation map a line. */
  public static void write(History history, Writer out) throws IOException {
    for (Event event : history.events()) {
      out.write("{:index " + event.index() + ", :time " + event.time() + ", :process ");
      out.write(event.byNemesis() ? ":nemesis" : Integer.toString(event.process()));
      if (!event.node().isEmpty()) {
        out.write(", :node ");
        write(Value.of(event.node()), out);
      }
      out.write(", :type :" + event.type().wireName() + ", :f :" + event.function());
      if (!event.key().isNil()) {
        out.write(", :key ");
        write(event.key(), out);
      }
      out.write(", :value ");
      write(event.value(), out);
      if (!event.error().isEmpty()) {
        out.write(", :error ");
        write(Value.of(event.error()), out);
      }
      out.write("}\n");
    }
  }

  private static void write(Value value, Writer out) throws IOException {
    switch (value) {
      case Value.Text text -> out.write(quoted(text.value()));
      case Value.Seq seq -> {
        out.write('[');
        String separator = "";
        for (int i = 0; i < seq.items().size(); i++) {
          out.write(separator);
          Value item = seq.items().get(i);
          if (i == 0 && item instanceof Value.Text t && MICRO_OPERATIONS.contains(t.value())) {
            out.write(":" + t.value());
          } else {
            write(item, out);
          }
          separator = " ";
        }
        out.write(']');
      }
      case Value.Dict dict -> {
        out.write('{');
        String separator = "";
        for (var entry : dict.entries().entrySet()) {
          out.write(separator + quoted(entry.getKey()) + " ");
          write(entry.getValue(), out);
          separator = ", ";
        }
        out.write('}');
      }
      case Value.Real real when !Double.isFinite(real.value()) ->
          out.write(
              "##" + (Double.isNaN(real.value()) ? "NaN" : real.value() > 0 ? "Inf" : "-Inf"));
      default -> out.write(value.toString());
    }
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
