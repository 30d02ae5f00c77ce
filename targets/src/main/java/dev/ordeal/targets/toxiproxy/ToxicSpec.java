package dev.ordeal.targets.toxiproxy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A toxic as the API describes it.
 *
 * @param name unique within its proxy
 * @param type one of {@link #TYPES}
 * @param stream {@code upstream} (client to server) or {@code downstream}
 * @param toxicity the share of connections it affects, from 0 to 1
 * @param attributes whole numbers by name
 */
record ToxicSpec(
    String name, String type, String stream, double toxicity, Map<String, Long> attributes) {
  static final Set<String> TYPES =
      Set.of(
          "latency",
          "bandwidth",
          "slow_close",
          "timeout",
          "reset_peer",
          "slicer",
          "limit_data",
          "noop");

  ToxicSpec {
    attributes = new TreeMap<>(attributes);
  }

  /** The attributes that a type has, all zero. */
  static Map<String, Long> defaults(String type) {
    Map<String, Long> defaults = new TreeMap<>();
    for (String name :
        switch (type) {
          case "latency" -> new String[] {"latency", "jitter"};
          case "bandwidth" -> new String[] {"rate"};
          case "slow_close" -> new String[] {"delay"};
          case "timeout", "reset_peer" -> new String[] {"timeout"};
          case "slicer" -> new String[] {"average_size", "size_variation", "delay"};
          case "limit_data" -> new String[] {"bytes"};
          default -> new String[0];
        }) {
      defaults.put(name, 0L);
    }
    return defaults;
  }

  long attribute(String attribute) {
    return attributes.getOrDefault(attribute, 0L);
  }

  boolean isUpstream() {
    return stream.equals("upstream");
  }
}
