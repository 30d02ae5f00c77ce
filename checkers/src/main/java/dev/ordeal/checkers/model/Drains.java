package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls that take all that is in a queue, as the dequeues that they are made of.
 *
 * <p>A drain that succeeded dequeued each of its elements and then found nothing, all between its
 * call and its end. One whose end is unknown may have taken as many elements as were ever put in.
 */
public final class Drains {
  /** The function of such calls. */
  public static final String DRAIN = "drain";

  private static final String DEQUEUE = "dequeue";

  private final History history;
  private final Map<Event, Operation> byCall = new HashMap<>();
  private final Map<Integer, Operation> byProcess = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private int process;
  private long enqueued;

  private Drains(History history) {
    this.history = history;
  }

  /** Whether a history has such calls. */
  public static boolean in(History history) {
    return history.functions().contains(DRAIN);
  }

  /**
   * The same history with dequeues in place of drains.
   *
   * @throws IllegalArgumentException if a drain that succeeded does not return a list
   */
  public static History expanded(History history) {
    return new Drains(history).expanded();
  }

  /**
   * The drains of a history by the processes that dequeue for them in {@link #expanded}; no others
   * have these numbers.
   */
  public static Map<Integer, Operation> byProcess(History history) {
    Drains drains = new Drains(history);
    drains.expanded();
    return drains.byProcess;
  }

  private History expanded() {
    for (Operation operation : history.operations()) {
      process = Math.max(process, operation.process() + 1);
      enqueued += operation.function().equals("enqueue") ? 1 : 0;
      if (operation.function().equals(DRAIN)) {
        byCall.put(operation.invocation(), operation);
      }
    }
    // By process: the first of the processes that dequeue for its open drain.
    Map<Integer, Integer> open = new HashMap<>();
    for (Event event : history.events()) {
      Operation drain = byCall.get(event);
      if (drain != null) {
        open.put(event.process(), process);
        call(drain);
      } else if (!event.byNemesis() && open.containsKey(event.process())) {
        end(event, open.remove(event.process()));
      } else {
        events.add(event);
      }
    }
    return History.of(events, history.recorded());
  }

  private void call(Operation drain) {
    Event call = drain.invocation();
    long dequeues =
        switch (drain.outcome()) {
          case OK -> elements(drain.completion().orElseThrow()).size() + 1;
          case FAIL -> 0;
          default -> enqueued;
        };
    for (long i = 0; i < dequeues; i++) {
      byProcess.put(process, drain);
      events.add(
          Event.invoke(call.index(), call.time(), process++, DEQUEUE, call.key(), Value.NIL));
    }
  }

  private void end(Event end, int first) {
    if (end.type() != Event.Type.OK) {
      // Dequeues that did not end may have happened; of a drain that failed there are none.
      return;
    }
    int by = first;
    for (Value element : elements(end)) {
      events.add(dequeued(end, by++, element));
    }
    events.add(dequeued(end, by, Value.NIL));
  }

  private static Event dequeued(Event end, int process, Value element) {
    return new Event(
            end.index(), end.time(), process, Event.Type.OK, DEQUEUE, end.key(), element, "")
        .on(end.node());
  }

  private static List<Value> elements(Event end) {
    if (end.value().isNil()) {
      return List.of();
    }
    if (end.value() instanceof Value.Seq all) {
      return all.items();
    }
    throw new IllegalArgumentException(
        "operation %d: drain must return a list, found %s".formatted(end.index(), end.value()));
  }
}
