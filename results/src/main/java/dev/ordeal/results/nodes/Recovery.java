package dev.ordeal.results.nodes;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the cluster became ready again after all faults were undone.
 *
 * @param time nanoseconds since the run began at which that was decided
 * @param waitedMillis for how long the nodes were asked until then
 * @param nodes how many nodes were asked
 * @param notReady by node that does not serve clients: why; empty if the cluster recovered
 */
public record Recovery(long time, long waitedMillis, int nodes, Map<String, String> notReady) {
  /** The function of the event, an {@code info} of the nemesis. */
  public static final String FUNCTION = "recovery";

  /** The function of the event that says, after {@link #FUNCTION}, what the final calls came to. */
  public static final String FINAL = "final-calls";

  private static final String CALLS = "calls";
  private static final String ANSWERED = "answered";
  private static final String WAITED = "waited-ms";
  private static final String NODES = "nodes";
  private static final String NOT_READY = "not-ready";

  public Recovery {
    notReady = Collections.unmodifiableMap(new TreeMap<>(notReady));
  }

  /** The event's value. */
  public Value value() {
    Map<String, Value> problems = new LinkedHashMap<>();
    notReady.keySet().stream()
        .sorted()
        .forEach(node -> problems.put(node, Value.of(notReady.get(node))));
    Map<String, Value> value = new LinkedHashMap<>();
    value.put(WAITED, Value.of(waitedMillis));
    value.put(NODES, Value.of(nodes));
    value.put(NOT_READY, new Value.Dict(problems));
    return new Value.Dict(value);
  }

  /** What became of the calls that were made after the recovery. */
  public record FinalCalls(long calls, long answered) {
    /** The event's value. */
    public Value value() {
      Map<String, Value> value = new LinkedHashMap<>();
      value.put(CALLS, Value.of(calls));
      value.put(ANSWERED, Value.of(answered));
      return new Value.Dict(value);
    }

    /** What a history says of them; empty if the run did not come to them. */
    public static Optional<FinalCalls> of(History history) {
      return history.nemesisEvents().stream()
          .filter(e -> e.function().equals(FINAL) && e.value() instanceof Value.Dict)
          .map(e -> ((Value.Dict) e.value()).entries())
          .map(
              v ->
                  new FinalCalls(
                      v.getOrDefault(CALLS, Value.of(0)).asLong(),
                      v.getOrDefault(ANSWERED, Value.of(0)).asLong()))
          .findFirst();
    }
  }

  /** What a history says of it; empty if the run did not come to it. */
  public static Optional<Recovery> of(History history) {
    return history.nemesisEvents().stream()
        .filter(e -> e.function().equals(FUNCTION) && e.value() instanceof Value.Dict)
        .map(Recovery::read)
        .findFirst();
  }

  private static Recovery read(Event event) {
    Map<String, Value> value = ((Value.Dict) event.value()).entries();
    Map<String, String> notReady = new LinkedHashMap<>();
    if (value.get(NOT_READY) instanceof Value.Dict dict) {
      dict.entries().forEach((node, why) -> notReady.put(node, why.asText()));
    }
    return new Recovery(
        event.time(),
        value.getOrDefault(WAITED, Value.of(0)).asLong(),
        (int) value.getOrDefault(NODES, Value.of(0)).asLong(),
        notReady);
  }
}
