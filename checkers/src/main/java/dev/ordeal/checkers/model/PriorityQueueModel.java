package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A priority queue of whole numbers with {@code insert v} and {@code poll}, which answers the least
 * number, or nil where there is none.
 */
public record PriorityQueueModel() implements Model<List<Long>> {
  @Override
  public String name() {
    return "priority-queue";
  }

  @Override
  public List<Long> initial() {
    return List.of();
  }

  @Override
  public Optional<List<Long>> step(List<Long> state, Operation operation) {
    return switch (operation.function()) {
      case "insert" -> {
        List<Long> next = new ArrayList<>(state);
        long number = operation.argument().asLong();
        int at = Collections.binarySearch(next, number);
        next.add(at < 0 ? -at - 1 : at, number);
        yield Optional.of(next);
      }
      case "poll" -> {
        Value least = state.isEmpty() ? Value.NIL : Value.of(state.getFirst());
        yield operation.isInfo() || operation.result().equals(least)
            ? Optional.of(state.isEmpty() ? state : state.subList(1, state.size()))
            : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a priority queue", "insert and poll");
    };
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("poll") && operation.isOk() && operation.result().isNil();
  }
}
