package dev.ordeal.results.history;

import java.util.List;

/**
 * Jepsen's {@code independent} workloads, which write a call's value as {@code [key value]}.
 *
 * <p>Such a tuple cannot be told from a compare-and-set's {@code [old new]} by itself, but a
 * history of them can: there every client's event has one, reads are called with {@code [key nil]},
 * and where they are not, reads are called with nil.
 */
final class KeyTuples {
  private KeyTuples() {}

  /** The events with keys of their own if all are tuples, else the same events. */
  static List<Event> split(List<Event> events) {
    boolean reads = false;
    for (Event event : events) {
      if (event.byNemesis()) {
        continue;
      }
      boolean isTuple =
          event.key().isNil()
              && event.value() instanceof Value.Seq seq
              && seq.items().size() == 2
              && !(seq.items().getFirst() instanceof Value.Seq);
      if (!isTuple) {
        return events;
      }
      boolean isCall = event.type() == Event.Type.INVOKE;
      reads |= isCall && event.function().equals("read") && event.value().asList().get(1).isNil();
    }
    return reads ? events.stream().map(KeyTuples::split).toList() : events;
  }

  private static Event split(Event event) {
    if (event.byNemesis()) {
      return event;
    }
    List<Value> tuple = event.value().asList();
    return event.with(tuple.get(0), tuple.get(1));
  }
}
