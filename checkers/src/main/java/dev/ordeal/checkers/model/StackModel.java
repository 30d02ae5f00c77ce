package dev.ordeal.checkers.model;

import dev.ordeal.checkers.model.persistent.PersistentStack;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A stack with {@code push v} and {@code pop}, which answers nil where there is nothing. */
public record StackModel() implements Model<PersistentStack<Value>> {
  @Override
  public String name() {
    return "stack";
  }

  @Override
  public String description() {
    return "a stack: push and pop";
  }

  @Override
  public Set<String> functions() {
    return Set.of("push", "pop");
  }

  @Override
  public PersistentStack<Value> initial() {
    return PersistentStack.empty();
  }

  @Override
  public Optional<PersistentStack<Value>> step(PersistentStack<Value> state, Operation operation) {
    return switch (operation.function()) {
      case "push" -> Optional.of(state.plus(operation.argument()));
      case "pop" -> {
        Value top = state.top().orElse(Value.NIL);
        yield operation.isInfo() || operation.result().equals(top)
            ? Optional.of(state.rest())
            : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a stack", "push and pop");
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever pushed", Set.of("push")),
        Observation.succeeded("no pop ever succeeded", Set.of("pop")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("pop") && operation.isOk() && operation.result().isNil();
  }
}
