package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A set with {@code add v}, {@code remove v}, {@code contains v}, which answers true or false, and
 * {@code read}, which answers all elements, or nil for none. What add and remove answer is not
 * looked at.
 */
public record SetModel() implements Model<Set<Value>> {
  @Override
  public String name() {
    return "set";
  }

  @Override
  public Set<Value> initial() {
    return Set.of();
  }

  @Override
  public Optional<Set<Value>> step(Set<Value> state, Operation operation) {
    return switch (operation.function()) {
      case "add" -> {
        Set<Value> next = new HashSet<>(state);
        next.add(operation.argument());
        yield Optional.of(next);
      }
      case "remove" -> {
        Set<Value> next = new HashSet<>(state);
        next.remove(operation.argument());
        yield Optional.of(next);
      }
      case "contains" -> {
        Value present = Value.of(state.contains(operation.argument()));
        yield operation.isInfo() || operation.result().equals(present)
            ? Optional.of(state)
            : Optional.empty();
      }
      case "read" ->
          operation.isInfo() || isAll(operation, state) ? Optional.of(state) : Optional.empty();
      default -> throw Calls.unknown(operation, "a set", "add, remove, contains and read");
    };
  }

  private static boolean isAll(Operation read, Set<Value> state) {
    return read.result().isNil()
        ? state.isEmpty()
        : new HashSet<>(read.result().asList()).equals(state);
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("contains") || operation.function().equals("read");
  }
}
