package dev.ordeal.results.history.file;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.Pairing;

/**
 * Invocations for histories that have only completions: all before the first completion, so that
 * nothing is over before anything else began. The calls of one process keep their order.
 */
final class CallsOfCompletions {
  private CallsOfCompletions() {}

  /** Whether clients completed something. */
  static boolean apply(EventTable events) {
    for (int i = 0; i < events.size(); i++) {
      if (events.processAt(i) != Event.NEMESIS && events.typeAt(i).isCompletion()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Invocations, one for each completion and with its index, then the completions.
   *
   * @throws Pairing.MisfitException if a completion does not say what it completes
   */
  static EventTable of(EventTable events) {
    EventTable whole = new EventTable(2 * events.size());
    long last = 0;
    int own = 0;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      last = Math.max(last, event.index());
      if (event.byNemesis()) {
        continue;
      }
      if (event.function().equals(EventTable.SAME_FUNCTION)) {
        throw new Pairing.MisfitException(i, "field \"f\" is missing, and no invocation has it");
      }
      int process = event.process() == EventTable.ANONYMOUS ? own++ : event.process();
      whole.append(
          Event.invoke(
              event.index(),
              events.timeAt(0),
              process,
              event.function(),
              event.key(),
              event.value()));
    }
    own = 0;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      boolean isAnonymous = event.process() == EventTable.ANONYMOUS;
      whole.append(event.numbered(++last).of(isAnonymous ? own++ : event.process()));
    }
    return whole;
  }
}
