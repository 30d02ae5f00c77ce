package dev.ordeal.results.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The history's file format: one JSON object a line, documented in {@code history.schema.json}.
 *
 * <p>A line is complete only with its newline, so a cut-off last line is what a killed run leaves
 * behind and is dropped with a warning; anything else that does not parse is damage.
 */
final class JsonLines {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LINE_BYTES_MAX = 64 << 20;

  private JsonLines() {}

  static HistoryFile read(String source, InputStream in) throws IOException {
    List<Event> events = new ArrayList<>();
    EventFields fields = new EventFields();
    LineSplitter lines = new LineSplitter(in, LINE_BYTES_MAX);
    long number = 0;
    while (lines.next()) {
      number++;
      if (lines.isBlank()) {
        continue;
      }
      try {
        parse(lines.bytes(), lines.start(), lines.length(), fields);
        events.add(fields.toEvent(events.size()));
      } catch (JacksonException | IllegalArgumentException problem) {
        if (!lines.terminated()) {
          String warning =
              "%s, line %d: the last line is cut off (the run was killed while writing it); dropped"
                  .formatted(source, number);
          return new HistoryFile(History.of(events), Optional.of(warning));
        }
        throw damaged(source, number, problem);
      }
    }
    return new HistoryFile(History.of(events), Optional.empty());
  }

  private static void parse(byte[] line, int start, int length, EventFields fields) {
    fields.clear();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line, start, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("expected a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        fields.put(name, JsonValues.read(json));
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON object on the line");
      }
    }
  }

  private static MalformedHistoryException damaged(String source, long line, Exception problem) {
    long column = 1;
    String what = problem.getMessage();
    if (problem instanceof JacksonException json) {
      what = json.getOriginalMessage();
      if (json.getLocation() != null) {
        column = Math.max(1, json.getLocation().getColumnNr());
      }
    }
    return MalformedHistoryException.at(source, line, column, what);
  }
}
