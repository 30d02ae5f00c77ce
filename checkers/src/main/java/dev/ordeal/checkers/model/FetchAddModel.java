package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import java.util.Optional;
import java.util.Set;

/** A counter with {@code fetch-add n}, which answers what was there before; 0 at first. */
public record FetchAddModel() implements Model<Long> {
  @Override
  public String name() {
    return "fetch-add";
  }

  @Override
  public String description() {
    return "a counter that answers its value before: fetch-add";
  }

  @Override
  public Set<String> functions() {
    return Set.of("fetch-add");
  }

  @Override
  public Long initial() {
    return 0L;
  }

  @Override
  public Optional<Long> step(Long state, Operation operation) {
    if (!operation.function().equals("fetch-add")) {
      throw Calls.unknown(operation, "a fetch-and-add counter", "fetch-add");
    }
    boolean possible = operation.isInfo() || operation.result().asLong() == state;
    return possible ? Optional.of(state + operation.argument().asLong()) : Optional.empty();
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
