package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Jepsen's {@code independent} workloads, which write a call's value as {@code [key value]}, or a
 * compare-and-set's as {@code [key old new]}.
 *
 * <p>Such a tuple cannot be told from a compare-and-set's {@code [old new]} by itself, but a
 * history of them can: there every call has one, and calls that only ask are made with {@code [key
 * nil]}; where they are not, such calls are made with nil.
 */
public final class KeyTuples {
  private static final Set<String> SWAPS = Set.of("cas", "compare-and-set");

  private KeyTuples() {}

  /** The events with keys of their own if all are tuples, else the same events. */
  public static List<Event> split(List<Event> events) {
    // By function: whether all its calls only ask.
    Map<String, Boolean> asks = new HashMap<>();
    for (Event event : events) {
      if (event.byNemesis()) {
        continue;
      }
      boolean isCall = event.type() == Event.Type.INVOKE;
      boolean isSwap = SWAPS.contains(event.function());
      boolean isUnsaid = event.value().isNil() && !isCall;
      boolean isTuple = event.key().isNil() && (isUnsaid || isTuple(event.value(), isSwap));
      boolean isRefusal = event.type() == Event.Type.FAIL || event.type() == Event.Type.INFO;
      if (!isTuple && !(isRefusal && event.key().isNil())) {
        return events;
      }
      if (isCall) {
        List<Value> items = event.value().asList();
        boolean tellsKey = isSwap ? items.size() == 3 : items.get(1).isNil();
        asks.merge(event.function(), tellsKey, Boolean::logicalAnd);
      }
    }
    return asks.containsValue(true) ? events.stream().map(KeyTuples::split).toList() : events;
  }

  private static boolean isTuple(Value value, boolean isSwap) {
    if (!(value instanceof Value.Seq seq)) {
      return false;
    }
    int size = seq.items().size();
    return (size == 2 || (isSwap && size == 3))
        && !(seq.items().getFirst() instanceof Value.Seq)
        && !seq.items().getFirst().isNil();
  }

  private static Event split(Event event) {
    if (event.byNemesis() || !isTuple(event.value(), SWAPS.contains(event.function()))) {
      return event;
    }
    return event.with(event.value().asList().getFirst(), rest(event.value()));
  }

  /** What a tuple holds beside its key: one value, or the sequence of several. */
  static Value rest(Value tuple) {
    List<Value> items = tuple.asList();
    return items.size() == 2 ? items.get(1) : new Value.Seq(items.subList(1, items.size()));
  }
}
