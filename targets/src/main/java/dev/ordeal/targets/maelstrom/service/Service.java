package dev.ordeal.targets.maelstrom.service;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A service that answers one request at a time. Not thread-safe. */
interface Service {
  /**
   * Answers a request.
   *
   * @param client the node that asks
   * @param request the body of its message
   * @param reply takes what the reply says, its type and {@code in_reply_to} excepted
   * @return the reply's type
   * @throws ServiceError if the request cannot be granted
   */
  String answer(String client, JsonNode request, ObjectNode reply) throws ServiceError;
}
