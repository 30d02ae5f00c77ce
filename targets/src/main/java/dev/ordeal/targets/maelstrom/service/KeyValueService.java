package dev.ordeal.targets.maelstrom.service;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A store of values by key; how old a value a client may see, the store decides. */
final class KeyValueService implements Service {

  /** Where values are kept. */
  interface Store {
    /** The value that a client reads; null if there is none. */
    JsonNode read(String client, JsonNode key);

    /** The value that a client's update begins with; null if there is none. */
    JsonNode latest(String client, JsonNode key);

    void write(String client, JsonNode key, JsonNode value);
  }

  private final Store store;

  KeyValueService(Store store) {
    this.store = store;
  }

  @Override
  public String answer(String client, JsonNode request, ObjectNode reply) throws ServiceError {
    String type = request.path("type").asString("");
    JsonNode key = request.get("key");
    if (key == null && !type.isEmpty()) {
      throw ServiceError.malformed("a request of type %s needs a key".formatted(type));
    }
    switch (type) {
      case "read" -> {
        JsonNode value = store.read(client, key);
        if (value == null) {
          throw ServiceError.noSuchKey(key);
        }
        reply.set("value", value);
      }
      case "write" -> store.write(client, key, of(request, "value"));
      case "cas" -> compareAndSet(client, key, request);
      default -> throw ServiceError.notSupported(type);
    }
    return type + "_ok";
  }

  private void compareAndSet(String client, JsonNode key, JsonNode request) throws ServiceError {
    JsonNode from = of(request, "from");
    JsonNode to = of(request, "to");
    JsonNode current = store.latest(client, key);
    if (current == null && !request.path("create_if_not_exists").asBoolean(false)) {
      throw ServiceError.noSuchKey(key);
    }
    if (current != null && !current.equals(from)) {
      throw ServiceError.preconditionFailed(current, from);
    }
    store.write(client, key, to);
  }

  private static JsonNode of(JsonNode request, String field) throws ServiceError {
    JsonNode value = request.get(field);
    if (value == null) {
      throw ServiceError.malformed("the request lacks " + field);
    }
    return value;
  }
}
