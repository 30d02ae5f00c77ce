package dev.ordeal.checkers.shrinking;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes histories of some of a history's operations, in its order and with its numbers. */
final class Subhistory {
  private final Map<Long, Integer> places = new HashMap<>();

  Subhistory(History history) {
    int place = 0;
    for (Event event : history.events()) {
      places.putIfAbsent(event.index(), place++);
    }
  }

  /** The events of these operations alone; those of the nemesis are left out. */
  History of(Collection<Operation> operations) {
    List<Event> events = new ArrayList<>();
    for (Operation operation : operations) {
      events.add(operation.invocation());
      operation.completion().ifPresent(events::add);
    }
    events.sort(Comparator.comparingInt(event -> places.get(event.index())));
    return History.of(events);
  }

  /** A transaction without one of its steps. */
  static Operation without(Operation transaction, int step) {
    return changed(
        transaction,
        steps -> {
          List<Value> fewer = new ArrayList<>(steps);
          fewer.remove(step);
          return fewer;
        });
  }

  /** A transaction of one of its steps alone. */
  static Operation only(Operation transaction, int step) {
    return changed(transaction, steps -> List.of(steps.get(step)));
  }

  private static Operation changed(Operation transaction, UnaryOperator<List<Value>> change) {
    return new Operation(
        changed(transaction.invocation(), change),
        transaction.completion().map(event -> changed(event, change)));
  }

  private static Event changed(Event event, UnaryOperator<List<Value>> change) {
    if (!(event.value() instanceof Value.Seq steps)) {
      return event;
    }
    return valued(event, new Value.Seq(change.apply(steps.items())));
  }

  /** An event with another value. */
  static Event valued(Event event, Value value) {
    return new Event(
        event.index(),
        event.time(),
        event.process(),
        event.type(),
        event.function(),
        event.key(),
        value,
        event.error(),
        event.node());
  }
}
