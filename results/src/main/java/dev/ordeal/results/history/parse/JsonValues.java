package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.Brief;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads and writes {@link Value}s as JSON. */
public final class JsonValues {
  private JsonValues() {}

  /**
   * The value at whose first token the parser stands; afterwards it stands at the last.
   *
   * @throws IllegalArgumentException if a number does not fit 64 bits
   */
  static Value read(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_NULL -> Value.NIL;
      case VALUE_TRUE -> new Value.Bool(true);
      case VALUE_FALSE -> new Value.Bool(false);
      case VALUE_NUMBER_INT -> Value.of(whole(parser));
      case VALUE_NUMBER_FLOAT -> new Value.Real(parser.getDoubleValue());
      case VALUE_STRING -> new Value.Text(parser.getString());
      case START_ARRAY -> {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new Value.Seq(items);
      }
      case START_OBJECT -> {
        Map<String, Value> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          entries.put(name, read(parser));
        }
        yield new Value.Dict(entries);
      }
      default -> throw new IllegalArgumentException("unexpected " + token);
    };
  }

  private static long whole(JsonParser parser) {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new IllegalArgumentException(
          Brief.cut(parser.getString()) + " is no number that fits 64 bits");
    }
    return parser.getLongValue();
  }

  /** Writes the value at the generator's position. */
  public static void write(JsonGenerator out, Value value) {
    switch (value) {
      case Value.Nil nil -> out.writeNull();
      case Value.Bool bool -> out.writeBoolean(bool.value());
      case Value.Int number -> out.writeNumber(number.value());
      case Value.Real real -> out.writeNumber(real.value());
      case Value.Text text -> out.writeString(text.value());
      case Value.Seq seq -> {
        out.writeStartArray();
        seq.items().forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case Value.Dict dict -> {
        out.writeStartObject();
        dict.entries()
            .forEach(
                (name, entry) -> {
                  out.writeName(name);
                  write(out, entry);
                });
        out.writeEndObject();
      }
    }
  }
}
