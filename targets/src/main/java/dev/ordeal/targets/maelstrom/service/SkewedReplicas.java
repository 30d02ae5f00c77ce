package dev.ordeal.targets.maelstrom.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/**
 * Replicas whose clocks differ; of two writes the one with the later time wins, and each request is
 * answered by any of them: eventually consistent, {@code lww-kv}.
 */
final class SkewedReplicas implements KeyValueService.Store {
  private static final int REPLICAS = 5;
  private static final long SKEW_MAX_NANOS = 100_000_000;

  private record Version(JsonNode value, long nanos) {
    static Version later(Version one, Version other) {
      return other.nanos > one.nanos ? other : one;
    }
  }

  private final SplittableRandom random;
  private final List<Map<JsonNode, Version>> replicas = new ArrayList<>();
  private final long[] skews = new long[REPLICAS];

  SkewedReplicas(SplittableRandom random) {
    this.random = random;
    for (int i = 0; i < REPLICAS; i++) {
      replicas.add(new HashMap<>());
      skews[i] = random.nextLong(SKEW_MAX_NANOS);
    }
  }

  @Override
  public JsonNode read(String client, JsonNode key) {
    gossip();
    Version version = replicas.get(random.nextInt(REPLICAS)).get(key);
    return version == null ? null : version.value();
  }

  @Override
  public JsonNode latest(String client, JsonNode key) {
    return read(client, key);
  }

  @Override
  public void write(String client, JsonNode key, JsonNode value) {
    int at = random.nextInt(REPLICAS);
    replicas.get(at).merge(key, new Version(value, System.nanoTime() + skews[at]), Version::later);
  }

  /** One replica learns what another one has. */
  private void gossip() {
    Map<JsonNode, Version> from = replicas.get(random.nextInt(REPLICAS));
    Map<JsonNode, Version> to = replicas.get(random.nextInt(REPLICAS));
    if (from != to) {
      from.forEach((key, version) -> to.merge(key, version, Version::later));
    }
  }
}
