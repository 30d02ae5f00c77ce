package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.client.UnexpectedAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What replies say; whatever is not as the protocol has it leaves the outcome unknown. */
final class Replies {
  private Replies() {}

  static JsonNode field(JsonNode reply, String name) throws IOException {
    JsonNode value = reply.get(name);
    if (value == null) {
      throw new UnexpectedAnswerException("the reply lacks %s: %s".formatted(name, reply));
    }
    return value;
  }

  static long number(JsonNode reply, String name) throws IOException {
    JsonNode value = field(reply, name);
    if (!value.isIntegralNumber()) {
      throw new UnexpectedAnswerException("%s is no whole number: %s".formatted(name, reply));
    }
    return value.asLong();
  }

  static List<Long> numbers(JsonNode reply, String name) throws IOException {
    List<Long> all = new ArrayList<>();
    for (JsonNode element : field(reply, name)) {
      if (!element.isIntegralNumber()) {
        throw new UnexpectedAnswerException(
            "%s holds %s, which is no whole number".formatted(name, element));
      }
      all.add(element.asLong());
    }
    return all;
  }
}
