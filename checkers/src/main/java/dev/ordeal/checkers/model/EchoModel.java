package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import java.util.Optional;
import java.util.Set;

/** Something that answers {@code echo v} with {@code v}, and remembers nothing. */
public record EchoModel() implements Model<Boolean> {
  @Override
  public String name() {
    return "echo";
  }

  @Override
  public String description() {
    return "an answer that is what was said: echo";
  }

  @Override
  public Set<String> functions() {
    return Set.of("echo");
  }

  @Override
  public Boolean initial() {
    return true;
  }

  @Override
  public Optional<Boolean> step(Boolean state, Operation operation) {
    if (!operation.function().equals("echo")) {
      throw Calls.unknown(operation, "an echo", "echo");
    }
    return operation.isInfo() || operation.result().equals(operation.argument())
        ? Optional.of(state)
        : Optional.empty();
  }

  @Override
  public boolean remembers() {
    return false;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return true;
  }
}
