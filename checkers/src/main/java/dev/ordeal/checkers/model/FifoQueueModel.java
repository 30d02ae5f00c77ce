package dev.ordeal.checkers.model;

import dev.ordeal.checkers.model.persistent.PersistentList;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A first-in-first-out queue with {@code enqueue v} and {@code dequeue}, which answers the oldest
 * element or nil where there is none; Knossos' {@code fifo-queue}.
 */
public record FifoQueueModel() implements Model<PersistentList<Value>> {
  @Override
  public String name() {
    return "fifo-queue";
  }

  @Override
  public String description() {
    return "a queue in order: enqueue and dequeue";
  }

  @Override
  public Set<String> functions() {
    return Set.of("enqueue", "dequeue");
  }

  @Override
  public PersistentList<Value> initial() {
    return new PersistentList<>();
  }

  @Override
  public Optional<PersistentList<Value>> step(PersistentList<Value> state, Operation operation) {
    return switch (operation.function()) {
      case "enqueue" -> Optional.of(state.plus(operation.argument()));
      case "dequeue" -> {
        Value head = state.isEmpty() ? Value.NIL : state.getFirst();
        yield operation.isInfo() || operation.result().equals(head)
            ? Optional.of(state.rest())
            : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a queue", "enqueue and dequeue");
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever enqueued", Set.of("enqueue")),
        Observation.succeeded("no dequeue ever succeeded", Set.of("dequeue")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("dequeue") && operation.isOk() && operation.result().isNil();
  }
}
