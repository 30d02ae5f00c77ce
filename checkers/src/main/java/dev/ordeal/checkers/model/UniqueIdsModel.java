package dev.ordeal.checkers.model;

import dev.ordeal.checkers.model.persistent.PersistentMultiset;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.Optional;
import java.util.Set;

/** A source of identifiers with {@code generate}, which answers one never given before. */
public record UniqueIdsModel() implements Model<PersistentMultiset<Value>> {
  @Override
  public String name() {
    return "unique-ids";
  }

  @Override
  public String description() {
    return "a source of numbers that never repeat: generate";
  }

  @Override
  public Set<String> functions() {
    return Set.of("generate");
  }

  @Override
  public PersistentMultiset<Value> initial() {
    return PersistentMultiset.empty(ValueOrder.INSTANCE);
  }

  @Override
  public Optional<PersistentMultiset<Value>> step(
      PersistentMultiset<Value> state, Operation operation) {
    if (!operation.function().equals("generate")) {
      throw Calls.unknown(operation, "a source of identifiers", "generate");
    }
    if (operation.isInfo()) {
      return Optional.of(state);
    }
    return state.contains(operation.result())
        ? Optional.empty()
        : Optional.of(state.plus(operation.result()));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
