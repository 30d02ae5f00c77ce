package dev.ordeal.results.nodes;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The end of a node that nobody asked for: all of its processes were gone although it was to run.
 *
 * @param time nanoseconds since the run began at which that was seen
 * @param withinMillis how long before it may have happened: since the node was seen to live
 * @param node the node's name
 * @param status how its first process ended: {@code exit status 2}; where that is not known, why
 * @param lastLines the end of its log, oldest line first; empty if it has none
 */
public record NodeEnd(
    long time, long withinMillis, String node, String status, List<String> lastLines) {
  /** The function of the event, an {@code info} of the nemesis. */
  public static final String FUNCTION = "node-ended";

  private static final String NODE = "node";
  private static final String WITHIN = "within-ms";
  private static final String STATUS = "status";
  private static final String LAST = "last";

  public NodeEnd {
    lastLines = List.copyOf(lastLines);
  }

  /** The event's value. */
  public Value value() {
    Map<String, Value> value = new LinkedHashMap<>();
    value.put(NODE, Value.of(node));
    value.put(WITHIN, Value.of(withinMillis));
    value.put(STATUS, Value.of(status));
    value.put(LAST, Value.texts(lastLines));
    return new Value.Dict(value);
  }

  /** All ends of a history, in their order. */
  public static List<NodeEnd> of(History history) {
    return history.nemesisEvents().stream()
        .filter(e -> e.function().equals(FUNCTION) && e.value() instanceof Value.Dict)
        .map(NodeEnd::read)
        .toList();
  }

  private static NodeEnd read(Event event) {
    Map<String, Value> value = ((Value.Dict) event.value()).entries();
    return new NodeEnd(
        event.time(),
        value.get(WITHIN) instanceof Value.Int within ? within.value() : 0,
        value.getOrDefault(NODE, Value.of("")).asText(),
        value.getOrDefault(STATUS, Value.of("")).asText(),
        value.getOrDefault(LAST, Value.seq()).asList().stream().map(Value::asText).toList());
  }

  /** Nanoseconds since the run began before which the node lived for certain. */
  public long notBefore() {
    return time - withinMillis * 1_000_000;
  }

  /** The line that says most of why: the last that is no step of a stack trace; or empty. */
  public String lastLine() {
    return lastLines.stream()
        .filter(line -> !line.isBlank() && !line.strip().startsWith("at "))
        .reduce((before, after) -> after)
        .map(String::strip)
        .orElse("");
  }
}
