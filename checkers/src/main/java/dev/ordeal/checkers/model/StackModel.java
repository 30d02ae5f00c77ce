package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stack with {@code push v} and {@code pop}, which answers nil where there is nothing. */
public record StackModel() implements Model<List<Value>> {
  @Override
  public String name() {
    return "stack";
  }

  @Override
  public List<Value> initial() {
    return List.of();
  }

  @Override
  public Optional<List<Value>> step(List<Value> state, Operation operation) {
    return switch (operation.function()) {
      case "push" -> {
        List<Value> next = new ArrayList<>(state);
        next.add(operation.argument());
        yield Optional.of(next);
      }
      case "pop" -> {
        Value top = state.isEmpty() ? Value.NIL : state.getLast();
        yield operation.isInfo() || operation.result().equals(top)
            ? Optional.of(state.isEmpty() ? state : state.subList(0, state.size() - 1))
            : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a stack", "push and pop");
    };
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("pop") && operation.isOk() && operation.result().isNil();
  }
}
