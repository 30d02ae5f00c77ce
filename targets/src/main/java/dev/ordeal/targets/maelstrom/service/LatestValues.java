package dev.ordeal.targets.maelstrom.service;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Everybody sees the last write: linearizable, {@code lin-kv}. */
final class LatestValues implements KeyValueService.Store {
  private final Map<JsonNode, JsonNode> values = new HashMap<>();

  @Override
  public JsonNode read(String client, JsonNode key) {
    return values.get(key);
  }

  @Override
  public JsonNode latest(String client, JsonNode key) {
    return values.get(key);
  }

  @Override
  public void write(String client, JsonNode key, JsonNode value) {
    values.put(key, value);
  }
}
