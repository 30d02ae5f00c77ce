package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Brief;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.Pairing;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;

/** Gives every call a process of its own where events name none. */
final class AnonymousCalls {
  private AnonymousCalls() {}

  /**
   * The same events with processes.
   *
   * @throws Pairing.MisfitException if a completion fits none of the open calls, or several that
   *     differ in nothing by which it could be told whose it is
   */
  static EventTable named(EventTable events) {
    EventTable named = new EventTable(events.size());
    List<Event> open = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (!event.byNemesis() && event.process() != EventTable.ANONYMOUS) {
        throw new Pairing.MisfitException(
            i, "the event names process %d, others name none".formatted(event.process()));
      }
      if (event.byNemesis()) {
        named.append(event);
      } else if (event.type() == Event.Type.INVOKE) {
        Event call = event.of(next++);
        open.add(call);
        named.append(call);
      } else {
        Event call = call(event, i, open);
        open.remove(call);
        named.append(event.of(call.process()));
      }
    }
    return named;
  }

  private static Event call(Event completion, int position, List<Event> open) {
    List<Event> fitting = open.stream().filter(call -> fits(call, completion)).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    throw new Pairing.MisfitException(
        position,
        fitting.isEmpty()
            ? "\"%s\" completes, but no open call is like that"
                .formatted(Brief.cut(completion.function()))
            : "%d open calls may be what completes here: events need a process"
                .formatted(fitting.size()));
  }

  private static boolean fits(Event call, Event completion) {
    boolean isSame =
        completion.function().equals(call.function())
            || completion.function().equals(EventTable.SAME_FUNCTION);
    if (!isSame || !(call.key().equals(completion.key()) || completion.key().isNil())) {
      return false;
    }
    return call.value().isNil()
        || completion.value().isNil()
        || (completion.type() == Event.Type.OK && !(call.value() instanceof Value.Seq))
        || sameSteps(call.value(), completion.value());
  }

  /** Whether both are sequences whose items agree in all but their last parts. */
  private static boolean sameSteps(Value asked, Value answered) {
    if (asked.equals(answered)) {
      return true;
    }
    if (!(asked instanceof Value.Seq calls && answered instanceof Value.Seq answers)
        || calls.items().size() != answers.items().size()) {
      return false;
    }
    for (int i = 0; i < calls.items().size(); i++) {
      if (!sameStep(calls.items().get(i), answers.items().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameStep(Value asked, Value answered) {
    boolean isStep =
        asked instanceof Value.Seq step
            && answered instanceof Value.Seq other
            && step.items().size() == 3
            && other.items().size() == 3
            && step.items().subList(0, 2).equals(other.items().subList(0, 2));
    return asked.equals(answered) || (isStep && asked.asList().get(2).isNil());
  }
}
