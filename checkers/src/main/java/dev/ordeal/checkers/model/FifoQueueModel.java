package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A first-in-first-out queue with {@code enqueue v} and {@code dequeue}, which answers the oldest
 * element or nil where there is none; Knossos' {@code fifo-queue}.
 */
public record FifoQueueModel() implements Model<List<Value>> {
  @Override
  public String name() {
    return "fifo-queue";
  }

  @Override
  public List<Value> initial() {
    return List.of();
  }

  @Override
  public Optional<List<Value>> step(List<Value> state, Operation operation) {
    return switch (operation.function()) {
      case "enqueue" -> {
        List<Value> next = new ArrayList<>(state);
        next.add(operation.argument());
        yield Optional.of(next);
      }
      case "dequeue" -> {
        Value head = state.isEmpty() ? Value.NIL : state.getFirst();
        yield operation.isInfo() || operation.result().equals(head)
            ? Optional.of(state.isEmpty() ? state : state.subList(1, state.size()))
            : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a queue", "enqueue and dequeue");
    };
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("dequeue") && operation.isOk() && operation.result().isNil();
  }
}
