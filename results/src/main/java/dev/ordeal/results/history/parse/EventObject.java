package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.Brief;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One event as a JSON object. */
public final class EventObject {
  private EventObject() {}

  /**
   * Takes the fields of the object at whose first token the parser stands.
   *
   * @throws IllegalArgumentException if it is none, or a field cannot be held
   */
  public static void read(JsonParser json, EventFields fields) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("expected a JSON object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      fields.begin(name);
      json.nextToken();
      try {
        fields.put(name, JsonValues.read(json));
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "field \"%s\": %s".formatted(Brief.cut(name), wrong.getMessage()), wrong);
      }
    }
  }
}
