package dev.ordeal.results.history.file;

import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.parse.EventFields;
import dev.ordeal.results.history.parse.EventObject;
import dev.ordeal.results.history.parse.Utf8Input;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** JSON that is not one event a line: an array of events, or objects over several lines. */
final class JsonHistory {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonHistory() {}

  /**
   * Reads it to its end.
   *
   * @throws MalformedHistoryException if it is damaged; names file, line and column
   */
  static HistoryFile read(String source, InputStream in) throws IOException {
    EventList events = new EventList();
    List<String> notes = new ArrayList<>();
    EventFields fields = new EventFields();
    long line = 1;
    try (JsonParser json =
        JSON.createParser(ObjectReadContext.empty(), new Utf8Input(source, in))) {
      try {
        JsonToken token = json.nextToken();
        if (token == JsonToken.START_ARRAY) {
          token = json.nextToken();
        }
        while (token != null && token != JsonToken.END_ARRAY) {
          line = json.currentTokenLocation().getLineNr();
          fields.clear();
          EventObject.read(json, fields);
          events.add(fields.toEvent(EventTable.UNKNOWN), line);
          token = json.nextToken();
        }
        if (token == JsonToken.END_ARRAY && json.nextToken() != null) {
          throw MalformedHistoryException.at(
              source, json.currentTokenLocation().getLineNr(), "something follows the array");
        }
      } catch (UnexpectedEndOfInputException end) {
        if (!fields.mayBeCutOff()) {
          throw EventLines.damaged(source, line, end);
        }
        notes.add("line %d: the file is cut off: its last event is dropped".formatted(line));
      } catch (JacksonException damage) {
        long at = damage.getLocation() == null ? line : damage.getLocation().getLineNr();
        throw EventLines.damaged(source, at, damage);
      } catch (IllegalArgumentException wrong) {
        throw MalformedHistoryException.at(source, line, wrong.getMessage());
      }
    }
    return Assembly.of(source, events.table(), events, notes);
  }
}
