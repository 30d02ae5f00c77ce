package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.parse.JsonValues;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes events as JSON lines into one growing buffer; keeps a generator because a run has many.
 */
final class JsonLineEncoder {
  private final ByteArrayOutputStream out;
  private final JsonGenerator json;

  JsonLineEncoder(ByteArrayOutputStream out) {
    this.out = out;
    this.json =
        JsonFactory.builder()
            .rootValueSeparator("")
            .build()
            .createGenerator(ObjectWriteContext.empty(), out);
  }

  void write(Event event) {
    json.writeStartObject();
    json.writeName("i");
    json.writeNumber(event.index());
    json.writeName("t");
    json.writeNumber(event.time());
    json.writeName("p");
    if (event.byNemesis()) {
      json.writeString("nemesis");
    } else {
      json.writeNumber(event.process());
    }
    if (!event.node().isEmpty()) {
      json.writeName("n");
      json.writeString(event.node());
    }
    json.writeName("type");
    json.writeString(event.type().wireName());
    json.writeName("f");
    json.writeString(event.function());
    if (!event.key().isNil()) {
      json.writeName("k");
      JsonValues.write(json, event.key());
    }
    json.writeName("v");
    JsonValues.write(json, event.value());
    if (!event.error().isEmpty()) {
      json.writeName("e");
      json.writeString(event.error());
    }
    json.writeEndObject();
    json.flush();
    out.write('\n');
  }
}
