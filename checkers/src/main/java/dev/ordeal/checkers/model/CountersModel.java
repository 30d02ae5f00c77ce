package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several counters, 0 at first, changed by atomic transactions of {@code [inc k n]} and {@code [r k
 * n]}.
 */
public record CountersModel() implements Model<Map<Value, Long>> {
  @Override
  public String name() {
    return "counters";
  }

  @Override
  public Map<Value, Long> initial() {
    return Map.of();
  }

  @Override
  public boolean isPerKey() {
    return false;
  }

  @Override
  public Optional<Map<Value, Long>> step(Map<Value, Long> state, Operation operation) {
    Map<Value, Long> next = new HashMap<>(state);
    for (Value micro : (operation.isOk() ? operation.result() : operation.argument()).asList()) {
      List<Value> parts = micro.asList();
      Value key = parts.get(1);
      switch (parts.getFirst().asText()) {
        // A counter back at 0 is as one that nobody touched.
        case "inc" ->
            next.merge(
                key,
                parts.get(2).asLong(),
                (a, b) -> Math.addExact(a, b) == 0 ? null : Long.valueOf(a + b));
        case "r" -> {
          long read = operation.isInfo() || parts.get(2).isNil() ? 0 : parts.get(2).asLong();
          if (!operation.isInfo() && read != next.getOrDefault(key, 0L)) {
            return Optional.empty();
          }
        }
        default ->
            throw new IllegalArgumentException(
                "%s: counters know the micro-operations inc and r, not %s"
                    .formatted(operation.label(), parts.getFirst().asText()));
      }
    }
    return Optional.of(next);
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.argument().asList().stream()
        .allMatch(micro -> micro.asList().getFirst().asText().equals("r"));
  }
}
