package dev.ordeal.results.history.fault;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How far nodes' clocks were off over time, as the nemesis set them, and as they were read on the
 * nodes.
 *
 * <p>Each change is a nemesis event {@link #FUNCTION} whose value has the offsets in milliseconds
 * by node; each reading an event {@link #MEASURED} with a value of the same form.
 *
 * @param nanos when any of them changed, rising
 * @param millis by node, the offset from each of these instants on
 * @param readings what was read on nodes, in order of time
 */
public record ClockOffsets(
    List<Long> nanos, Map<String, List<Long>> millis, List<Reading> readings) {
  public static final String FUNCTION = "clock-offset";
  public static final String MEASURED = "clock-measured";

  /** What a clock was read to be off, by a program on its node. */
  public record Reading(long nanos, String node, long millis) {}

  /** The value of an event that tells of offsets by node. */
  public static Value value(Map<String, Long> offsetMillis) {
    Map<String, Value> offsets = new LinkedHashMap<>();
    offsetMillis.forEach((node, millis) -> offsets.put(node, Value.of(millis)));
    return new Value.Dict(offsets);
  }

  /** The offsets of a history; of nodes whose clock was never set there are none. */
  public static ClockOffsets of(History history) {
    List<Event> changes = events(history, FUNCTION);
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
    return new ClockOffsets(nanos, millis, readings(history));
  }

  private static List<Reading> readings(History history) {
    List<Reading> readings = new ArrayList<>();
    for (Event event : events(history, MEASURED)) {
      offsets(event)
          .forEach(
              (node, value) -> {
                if (value instanceof Value.Int offset) {
                  readings.add(new Reading(event.time(), node, offset.value()));
                }
              });
    }
    return readings;
  }

  private static List<Event> events(History history, String function) {
    return history.nemesisEvents().stream()
        .filter(e -> e.function().equals(function) && e.value() instanceof Value.Dict)
        .toList();
  }

  private static Map<String, Value> offsets(Event change) {
    return ((Value.Dict) change.value()).entries();
  }
}
