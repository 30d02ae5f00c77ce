package dev.ordeal.checkers.model;

import dev.ordeal.checkers.model.persistent.PersistentList;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A list with {@code append v} and {@code read}, which answers all of it; empty at first. */
public record AppendListModel() implements Model<PersistentList<Value>> {
  @Override
  public String name() {
    return "append-list";
  }

  @Override
  public String description() {
    return "a list: append and read";
  }

  @Override
  public Set<String> functions() {
    return Set.of("append", "read");
  }

  @Override
  public PersistentList<Value> initial() {
    return new PersistentList<>();
  }

  @Override
  public Optional<PersistentList<Value>> step(PersistentList<Value> state, Operation operation) {
    return switch (operation.function()) {
      case "append" -> Optional.of(state.plus(operation.argument()));
      case "read" ->
          operation.isInfo() || items(operation).equals(state)
              ? Optional.of(state)
              : Optional.empty();
      default -> throw Calls.unknown(operation, "a list", "append and read");
    };
  }

  private static List<Value> items(Operation read) {
    return read.result().isNil() ? List.of() : read.result().asList();
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever appended", Set.of("append")),
        Observation.succeeded("no read of the list ever succeeded", Set.of("read")));
  }

  @Override
  public ObjectKind objectKind() {
    return ObjectKind.LIST;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("read");
  }
}
