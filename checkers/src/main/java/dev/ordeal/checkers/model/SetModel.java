package dev.ordeal.checkers.model;

import dev.ordeal.checkers.model.persistent.PersistentMultiset;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A set with {@code add v}, {@code remove v}, {@code contains v}, which answers true or false, and
 * {@code read}, which answers all elements, or nil for none. What add and remove answer is not
 * looked at.
 */
public record SetModel() implements Model<PersistentMultiset<Value>> {
  @Override
  public String name() {
    return "set";
  }

  @Override
  public String description() {
    return "a set: add, remove, contains and read";
  }

  @Override
  public Set<String> functions() {
    return Set.of("add", "remove", "contains", "read");
  }

  @Override
  public PersistentMultiset<Value> initial() {
    return PersistentMultiset.empty(ValueOrder.INSTANCE);
  }

  @Override
  public Optional<PersistentMultiset<Value>> step(
      PersistentMultiset<Value> state, Operation operation) {
    return switch (operation.function()) {
      case "add" ->
          Optional.of(
              state.contains(operation.argument()) ? state : state.plus(operation.argument()));
      case "remove" -> Optional.of(state.minus(operation.argument()));
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

  private static boolean isAll(Operation read, PersistentMultiset<Value> state) {
    if (read.result().isNil()) {
      return state.isEmpty();
    }
    List<Value> shown = read.result().asList();
    Set<Value> seen = new HashSet<>(shown);
    // A set has no element twice.
    return seen.size() == shown.size()
        && seen.size() == state.size()
        && seen.stream().allMatch(state::contains);
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever added to the set", Set.of("add", "remove")),
        Observation.succeeded("no read of the set ever succeeded", Set.of("read", "contains")));
  }

  @Override
  public ObjectKind objectKind() {
    return ObjectKind.SET;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.function().equals("contains") || operation.function().equals("read");
  }
}
