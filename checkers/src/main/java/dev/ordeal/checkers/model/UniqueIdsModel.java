package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A source of identifiers with {@code generate}, which answers one never given before. */
public record UniqueIdsModel() implements Model<Set<Value>> {
  @Override
  public String name() {
    return "unique-ids";
  }

  @Override
  public Set<Value> initial() {
    return Set.of();
  }

  @Override
  public Optional<Set<Value>> step(Set<Value> state, Operation operation) {
    if (!operation.function().equals("generate")) {
      throw Calls.unknown(operation, "a source of identifiers", "generate");
    }
    Set<Value> next = new HashSet<>(state);
    return operation.isInfo() || next.add(operation.result())
        ? Optional.of(next)
        : Optional.empty();
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
