package dev.ordeal.targets.maelstrom.service;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Timestamps, each greater than those before: {@code lin-tso}. */
final class Timestamps implements Service {
  private long next;

  @Override
  public String answer(String client, JsonNode request, ObjectNode reply) throws ServiceError {
    String type = request.path("type").asString("");
    if (!type.equals("ts")) {
      throw ServiceError.notSupported(type);
    }
    reply.put("ts", next++);
    return "ts_ok";
  }
}
