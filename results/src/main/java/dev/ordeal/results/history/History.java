package dev.ordeal.results.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of one run in the order in which they were recorded, and the operations they form.
 *
 * <p>Immutable and safe to share between threads. Pairing costs one pass.
 */
public final class History {
  private final List<Event> events;
  private final List<Operation> operations;

  private History(List<Event> events, List<Operation> operations) {
    this.events = events;
    this.operations = operations;
  }

  /**
   * Pairs invocations with completions.
   *
   * @throws MalformedHistoryException if a process invokes while its last call is still open, or
   *     completes what it never invoked
   */
  public static History of(List<Event> events) {
    List<Event> copy = List.copyOf(events);
    int[] partner = new int[copy.size()];
    java.util.Arrays.fill(partner, -1);
    Map<Integer, Integer> open = new HashMap<>();
    for (int i = 0; i < copy.size(); i++) {
      Event event = copy.get(i);
      if (event.byNemesis()) {
        continue;
      }
      if (event.type() == Event.Type.INVOKE) {
        Integer before = open.put(event.process(), i);
        if (before != null) {
          throw new MalformedHistoryException(
              "event %d: process %d invokes %s while its call of event %d is still open"
                  .formatted(event.index(), event.process(), event.function(), before));
        }
      } else {
        Integer invocation = open.remove(event.process());
        if (invocation == null) {
          throw new MalformedHistoryException(
              "event %d: process %d completes %s which it never invoked"
                  .formatted(event.index(), event.process(), event.function()));
        }
        partner[invocation] = i;
      }
    }
    List<Operation> operations = new ArrayList<>(copy.size() / 2 + 1);
    for (int i = 0; i < copy.size(); i++) {
      Event event = copy.get(i);
      if (!event.byNemesis() && event.type() == Event.Type.INVOKE) {
        Optional<Event> completion =
            partner[i] < 0 ? Optional.empty() : Optional.of(copy.get(partner[i]));
        operations.add(new Operation(event, completion));
      }
    }
    return new History(copy, List.copyOf(operations));
  }

  /** Every event, the nemesis' included. */
  public List<Event> events() {
    return events;
  }

  /** The clients' operations in the order of their invocations. */
  public List<Operation> operations() {
    return operations;
  }

  /** The nemesis' events. */
  public List<Event> nemesisEvents() {
    return events.stream().filter(Event::byNemesis).toList();
  }

  /** The operations by key, keys in order of first use. */
  public Map<Value, List<Operation>> operationsByKey() {
    Map<Value, List<Operation>> byKey = new LinkedHashMap<>();
    for (Operation operation : operations) {
      byKey.computeIfAbsent(operation.key(), k -> new ArrayList<>()).add(operation);
    }
    return byKey;
  }

  /** Nanoseconds between the first event and the last. */
  public long durationNanos() {
    return events.isEmpty() ? 0 : events.getLast().time() - events.getFirst().time();
  }
}
