package dev.ordeal.checkers.shrinking;

import dev.ordeal.checkers.Step;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which operations may be left out so that a history cannot become wrong by it: what was right with
 * them is right without them.
 *
 * <p>These are operations that change nothing or did not happen; all those of an object; and
 * writes, compare-and-sets, appends and additions to sets whose value nobody who is left has seen;
 * and all those of an element of a queue or stack. A lock's release, say, or an addition to a
 * counter has to stay while others use the object.
 */
final class Removal {
  private static final Set<String> READ_ONLY = Set.of("read", "contains", "echo", "generate");

  /** What puts elements in, and what takes them out. */
  private static final Map<String, String> COLLECTIONS =
      Map.of("enqueue", "dequeue", "push", "pop", "insert", "poll");

  /** Objects that something else is done with than to put elements in and to take them out. */
  private final Set<Value> noCollections = new HashSet<>();

  /** Objects of which numbers were read: what is added to them is in every sum. */
  private final Set<Value> summed = new HashSet<>();

  /** Looks at all operations of a history. */
  Removal(Collection<Operation> all) {
    for (Operation operation : all) {
      String function = operation.function();
      if (!COLLECTIONS.containsKey(function) && !COLLECTIONS.containsValue(function)) {
        noCollections.addAll(keys(operation));
      }
      if (operation.isOk()) {
        Step.of(operation).stream()
            .filter(step -> isReadOnly(step) && step.value() instanceof Value.Int)
            .forEach(step -> summed.add(step.key()));
      }
    }
  }

  /** An element of a collection. */
  private record Element(Value collection, Value value) {}

  /** Which element an operation puts in or takes out; empty if none, or if it is not known. */
  private Optional<Element> element(Operation operation) {
    if (operation.isFail() || noCollections.contains(operation.key())) {
      return Optional.empty();
    }
    if (COLLECTIONS.containsKey(operation.function())) {
      return Optional.of(new Element(operation.key(), operation.argument()));
    }
    return operation.isOk() && !operation.result().isNil()
        ? Optional.of(new Element(operation.key(), operation.result()))
        : Optional.empty();
  }

  /** Some operations, and those others of the same elements. */
  List<Operation> withElements(Collection<Operation> some, Collection<Operation> all) {
    Set<Operation> removed = new HashSet<>(some);
    Set<Element> elements = elements(some);
    return elements.isEmpty()
        ? List.copyOf(some)
        : all.stream()
            .filter(o -> removed.contains(o) || element(o).filter(elements::contains).isPresent())
            .toList();
  }

  private Set<Element> elements(Collection<Operation> operations) {
    Set<Element> elements = new HashSet<>();
    operations.forEach(operation -> element(operation).ifPresent(elements::add));
    return elements;
  }

  private static boolean isReadOnly(Step step) {
    return READ_ONLY.contains(step.name());
  }

  /** The objects that an operation concerns. */
  static Set<Value> keys(Operation operation) {
    Set<Value> keys = new HashSet<>();
    Step.of(operation).forEach(step -> keys.add(step.key()));
    return keys;
  }

  /** Whether an operation changes something, if it happened. */
  static boolean changes(Operation operation) {
    return !operation.isFail() && !Step.of(operation).stream().allMatch(Removal::isReadOnly);
  }

  /** Whether all of some operations may be left out where others are left. */
  boolean isSound(Collection<Operation> removed, Collection<Operation> left) {
    Map<Value, Set<Value>> seen = new HashMap<>();
    for (Operation operation : left) {
      for (Step step : Step.of(operation)) {
        Set<Value> values = seen.computeIfAbsent(step.key(), unseen -> new HashSet<>());
        if (operation.isOk()) {
          see(step, values);
        }
      }
    }
    Set<Element> elements = elements(left);
    return removed.stream()
        .allMatch(
            operation ->
                element(operation).filter(gone -> !elements.contains(gone)).isPresent()
                    || isSound(operation, seen));
  }

  private static void see(Step step, Set<Value> values) {
    if (step.name().equals("cas")) {
      values.add(step.value().asList().getFirst());
    } else if (isReadOnly(step)) {
      values.add(step.value());
      if (step.value() instanceof Value.Seq elements) {
        values.addAll(elements.items());
      }
    }
  }

  private boolean isSound(Operation removed, Map<Value, Set<Value>> seen) {
    return !changes(removed)
        || (removed.isOk() && isEmptyHanded(removed))
        || Step.of(removed).stream()
            .allMatch(
                step -> !seen.containsKey(step.key()) || isUnseen(step, seen.get(step.key())));
  }

  /** Whether an operation found a collection empty. */
  private boolean isEmptyHanded(Operation operation) {
    return COLLECTIONS.containsValue(operation.function())
        && !noCollections.contains(operation.key())
        && operation.result().isNil();
  }

  private boolean isUnseen(Step step, Set<Value> seen) {
    return switch (step.name()) {
      case "write", "append" -> !seen.contains(step.value());
      case "cas" -> !seen.contains(step.value().asList().get(1));
      case "add" -> !summed.contains(step.key()) && !seen.contains(step.value());
      default -> isReadOnly(step);
    };
  }
}
