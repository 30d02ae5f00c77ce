package dev.ordeal.checkers.model;

import dev.ordeal.checkers.model.persistent.PersistentMultiset;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A priority queue of whole numbers with {@code insert v} and {@code poll}, which answers the least
 * number, or nil where there is none.
 */
public record PriorityQueueModel() implements Model<PersistentMultiset<Long>> {
  @Override
  public String name() {
    return "priority-queue";
  }

  @Override
  public String description() {
    return "a priority queue: insert and poll, the smallest first";
  }

  @Override
  public Set<String> functions() {
    return Set.of("insert", "poll");
  }

  @Override
  public PersistentMultiset<Long> initial() {
    return PersistentMultiset.empty(Comparator.naturalOrder());
  }

  @Override
  public Optional<PersistentMultiset<Long>> step(
      PersistentMultiset<Long> state, Operation operation) {
    return switch (operation.function()) {
      case "insert" -> Optional.of(state.plus(operation.argument().asLong()));
      case "poll" -> {
        Optional<Long> least = state.least();
        yield operation.isInfo()
                || operation.result().equals(least.map(Value::of).orElse(Value.NIL))
            ? Optional.of(least.map(state::minus).orElse(state))
            : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a priority queue", "insert and poll");
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever inserted", Set.of("insert")),
        Observation.succeeded("no poll ever succeeded", Set.of("poll")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("poll") && operation.isOk() && operation.result().isNil();
  }
}
