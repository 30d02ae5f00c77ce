package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A text per key with {@code get}, {@code put} and {@code append}; empty at first. */
public record KvModel() implements Model<String> {
  @Override
  public String name() {
    return "kv";
  }

  @Override
  public String initial() {
    return "";
  }

  @Override
  public Optional<String> step(String state, Operation operation) {
    return switch (operation.function()) {
      case "get" ->
          operation.isInfo() || text(operation).equals(state)
              ? Optional.of(state)
              : Optional.empty();
      case "put" -> Optional.of(operation.argument().asText());
      case "append" -> Optional.of(state + operation.argument().asText());
      default ->
          throw new IllegalArgumentException(
              "operation %d: a kv knows get, put and append, not %s"
                  .formatted(operation.invocation().index(), operation.function()));
    };
  }

  private static String text(Operation get) {
    return get.result().isNil() ? "" : get.result().asText();
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever put", Set.of("put", "append")),
        Observation.succeeded("no get ever succeeded", Set.of("get")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("get");
  }
}
