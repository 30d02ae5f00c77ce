package dev.ordeal.targets.maelstrom.service;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * All updates are in one order, but a client that only reads may see an older state, never one
 * older than it has seen: sequentially consistent, {@code seq-kv}.
 */
final class LaggingViews implements KeyValueService.Store {
  private final SplittableRandom random;

  /** The values of each key by the number of the update that wrote them. */
  private final Map<JsonNode, TreeMap<Long, JsonNode>> values = new HashMap<>();

  /** The last update that each client has seen. */
  private final Map<String, Long> seen = new HashMap<>();

  private long updates;

  LaggingViews(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public JsonNode read(String client, JsonNode key) {
    long oldest = seen.getOrDefault(client, 0L);
    long view = random.nextLong(oldest, updates + 1);
    seen.put(client, view);
    return at(view, key);
  }

  @Override
  public JsonNode latest(String client, JsonNode key) {
    seen.put(client, updates);
    return at(updates, key);
  }

  @Override
  public void write(String client, JsonNode key, JsonNode value) {
    updates++;
    values.computeIfAbsent(key, k -> new TreeMap<>()).put(updates, value);
    seen.put(client, updates);
  }

  private JsonNode at(long view, JsonNode key) {
    TreeMap<Long, JsonNode> versions = values.get(key);
    Map.Entry<Long, JsonNode> version = versions == null ? null : versions.floorEntry(view);
    return version == null ? null : version.getValue();
  }
}
