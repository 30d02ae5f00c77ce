package dev.ordeal.checkers.shrinking;

import dev.ordeal.checkers.Step;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The elements of lists that are only appended to and of sets that are only added to, both read as
 * a whole: one can be left out of all that was read, together with all that put it there.
 *
 * <p>What was right stays right without it: the same order of what is left explains what is left of
 * each read. Other objects keep their elements: where something is removed, popped or summed, what
 * is read depends on all of them.
 */
final class Elements {
  private static final Set<String> PUTS = Set.of("append", "add");
  private static final String ASKS = "contains";

  /** Objects of another kind. */
  private final Set<Value> others = new HashSet<>();

  /** An element of an object. */
  record Element(Value key, Value value) {}

  /** Looks at all operations of a history. */
  Elements(Collection<Operation> all) {
    for (Operation operation : all) {
      for (Step step : Step.of(operation)) {
        boolean isWhole = step.value().isNil() || step.value() instanceof Value.Seq;
        boolean isKnown =
            PUTS.contains(step.name()) || step.name().equals(ASKS) || (step.isRead() && isWhole);
        if (!isKnown) {
          others.add(step.key());
        }
      }
    }
  }

  /** Those that some operations read or put there, as they come. */
  List<Element> of(Collection<Operation> operations) {
    Set<Element> elements = new LinkedHashSet<>();
    for (Operation operation : operations) {
      for (Step step : Step.of(operation)) {
        if (others.contains(step.key())) {
          continue;
        }
        if (!step.isRead()) {
          elements.add(new Element(step.key(), step.value()));
        } else if (step.value() instanceof Value.Seq read) {
          read.items().forEach(value -> elements.add(new Element(step.key(), value)));
        }
      }
    }
    return List.copyOf(elements);
  }

  /** Operations without some elements; those of which nothing is left are left out. */
  static List<Operation> without(Set<Element> gone, Collection<Operation> operations) {
    return operations.stream().flatMap(operation -> without(gone, operation).stream()).toList();
  }

  private static Optional<Operation> without(Set<Element> gone, Operation operation) {
    if (!operation.function().equals(Operation.TRANSACTION)) {
      Step step = Step.of(operation).getFirst();
      boolean isGone = !step.isRead() && gone.contains(new Element(step.key(), step.value()));
      return isGone
          ? Optional.empty()
          : Optional.of(
              new Operation(
                  operation.invocation(),
                  operation
                      .completion()
                      .map(end -> Subhistory.valued(end, read(gone, end.key(), end.value())))));
    }
    Operation left =
        new Operation(
            transaction(gone, operation, operation.invocation()),
            operation.completion().map(event -> transaction(gone, operation, event)));
    return Step.of(left).isEmpty() ? Optional.empty() : Optional.of(left);
  }

  private static Event transaction(Set<Element> gone, Operation operation, Event event) {
    if (!(event.value() instanceof Value.Seq steps)) {
      return event;
    }
    List<Value> left = new ArrayList<>();
    for (Value micro : steps.items()) {
      Step step = Step.of(operation, micro);
      if (step.isRead()) {
        Value read = read(gone, step.key(), step.value());
        left.add(Value.seq(micro.asList().get(0), step.key(), read));
      } else if (!gone.contains(new Element(step.key(), step.value()))) {
        left.add(micro);
      }
    }
    return Subhistory.valued(event, new Value.Seq(left));
  }

  private static Value read(Set<Element> gone, Value key, Value value) {
    return value instanceof Value.Seq elements
        ? new Value.Seq(
            elements.items().stream()
                .filter(element -> !gone.contains(new Element(key, element)))
                .toList())
        : value;
  }
}
