package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A counter with {@code add n} and {@code read}, 0 at first. */
public record CounterModel() implements Model<Long> {
  @Override
  public String name() {
    return "counter";
  }

  @Override
  public String description() {
    return "a counter: add and read";
  }

  @Override
  public Long initial() {
    return 0L;
  }

  @Override
  public Optional<Long> step(Long state, Operation operation) {
    return switch (operation.function()) {
      case "add" -> Optional.of(state + operation.argument().asLong());
      case "read" ->
          operation.isInfo() || operation.result().asLong() == state
              ? Optional.of(state)
              : Optional.empty();
      default -> throw Calls.unknown(operation, "a counter", "add and read");
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever added to the counter", Set.of("add")),
        Observation.succeeded("no read of the counter ever succeeded", Set.of("read")));
  }

  @Override
  public ObjectKind objectKind() {
    return ObjectKind.COUNTER;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("read");
  }
}
