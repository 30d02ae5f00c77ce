package dev.ordeal.results.nodes;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * That the nodes of a run were watched to its end, for {@link NodeEnd}s.
 *
 * @param problems by node: why it could not be looked at, empty if it could
 */
public record NodesWatched(Map<String, String> problems) {
  /** The function of the event, an {@code info} of the nemesis. */
  public static final String FUNCTION = "nodes-watched";

  /** The event's value. */
  public Value value() {
    Map<String, Value> value = new LinkedHashMap<>();
    problems.forEach((node, problem) -> value.put(node, Value.of(problem)));
    return new Value.Dict(value);
  }

  /** What a history says of it; empty if nodes were not watched, or not to the end. */
  public static Optional<NodesWatched> of(History history) {
    return history.nemesisEvents().stream()
        .filter(e -> e.function().equals(FUNCTION))
        .map(e -> e.value())
        .filter(Value.Dict.class::isInstance)
        .map(value -> read((Value.Dict) value))
        .findFirst();
  }

  private static NodesWatched read(Value.Dict value) {
    Map<String, String> problems = new LinkedHashMap<>();
    value.entries().forEach((node, problem) -> problems.put(node, problem.asText()));
    return new NodesWatched(problems);
  }
}
