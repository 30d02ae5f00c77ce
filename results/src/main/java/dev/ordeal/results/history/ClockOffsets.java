package dev.ordeal.results.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How far nodes' clocks were off over time, as the nemesis set them.
 *
 * <p>Each change is a nemesis event {@link #FUNCTION} whose value has the offsets in milliseconds
 * by node.
 *
 * @param nanos when any of them changed, rising
 * @param millis by node, the offset from each of these instants on
 */
public record ClockOffsets(List<Long> nanos, Map<String, List<Long>> millis) {
  public static final String FUNCTION = "clock-offset";

  /** The value of the event that tells of a change. */
  public static Value value(List<String> nodes, long offsetMillis) {
    Map<String, Value> offsets = new LinkedHashMap<>();
    nodes.forEach(node -> offsets.put(node, Value.of(offsetMillis)));
    return new Value.Dict(offsets);
  }

  /** The offsets of a history; of nodes whose clock was never set there are none. */
  public static ClockOffsets of(History history) {
    List<Event> changes =
        history.nemesisEvents().stream()
            .filter(e -> e.function().equals(FUNCTION) && e.value() instanceof Value.Dict)
            .toList();
    TreeSet<String> nodes = new TreeSet<>();
    changes.forEach(change -> nodes.addAll(offsets(change).keySet()));
    List<Long> nanos = new ArrayList<>();
    Map<String, List<Long>> millis = new LinkedHashMap<>();
    nodes.forEach(node -> millis.put(node, new ArrayList<>()));
    long[] current = new long[nodes.size()];
    for (Event change : changes) {
      nanos.add(change.time());
      int i = 0;
      for (String node : nodes) {
        if (offsets(change).get(node) instanceof Value.Int offset) {
          current[i] = offset.value();
        }
        millis.get(node).add(current[i++]);
      }
    }
    return new ClockOffsets(nanos, millis);
  }

  private static Map<String, Value> offsets(Event change) {
    return ((Value.Dict) change.value()).entries();
  }
}
