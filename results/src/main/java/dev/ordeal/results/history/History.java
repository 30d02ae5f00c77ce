package dev.ordeal.results.history;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;

/**
 * The events of one run in the order in which they were recorded, and the operations they form.
 *
 * <p>Everything is held in columns: the lists make their elements when asked, equal but not
 * identical from one time to the next. Who looks at millions of operations uses {@link #columns}.
 *
 * <p>Immutable and safe to share between threads. Pairing costs one pass.
 */
public final class History {
  private final EventTable events;
  private final Pairing pairing;
  private final Columns columns;
  private final Recorded recorded;

  /** Without operations that were put before it; null if there are none. */
  private final History withoutAssumed;

  private History(EventTable events, Pairing pairing, Recorded recorded, History withoutAssumed) {
    this.withoutAssumed = withoutAssumed;
    this.events = events;
    this.pairing = pairing;
    this.columns = new Columns(events, pairing.calls(), pairing.ends());
    this.recorded = recorded;
  }

  /**
   * Pairs invocations with completions.
   *
   * @throws MalformedHistoryException if a process invokes while its last call is still open, or
   *     completes what it did not invoke
   */
  public static History of(List<Event> events) {
    return of(events, Recorded.WHOLE);
  }

  /**
   * The same, of events of which not everything was recorded.
   *
   * @throws MalformedHistoryException as {@link #of(List)}
   */
  public static History of(List<Event> events, Recorded recorded) {
    EventTable table = EventTable.of(events);
    try {
      return paired(table, Pairing.of(table), recorded);
    } catch (Pairing.MisfitException misfit) {
      throw new MalformedHistoryException(
          "event %d: %s".formatted(table.indexAt(misfit.event()), misfit.getMessage()), misfit);
    }
  }

  /** Of events whose pairs are known. */
  public static History paired(EventTable events, Pairing pairing, Recorded recorded) {
    return new History(events, pairing, recorded, null);
  }

  /** The same history with each event changed, but not its place, its type or its process. */
  public History mapped(UnaryOperator<Event> change) {
    EventTable changed = new EventTable(events.size());
    events.forEach(event -> changed.append(change.apply(event)));
    return new History(changed, pairing, recorded, withoutAssumed);
  }

  /**
   * The same history with operations before it that nobody recorded, such as what put there what
   * objects held at first. Each of the events is followed by its completion.
   */
  public History preceded(List<Event> before) {
    EventTable all = new EventTable(before.size() + events.size());
    before.forEach(all::append);
    events.forEach(all::append);
    return new History(all, pairing.preceded(before.size()), recorded, withoutAssumed());
  }

  /** The history without what {@link #preceded} put before it: what was seen. */
  public History withoutAssumed() {
    return withoutAssumed == null ? this : withoutAssumed;
  }

  /** What was recorded beside the operations. */
  public Recorded recorded() {
    return recorded;
  }

  /** Every event, the nemesis' included. */
  public List<Event> events() {
    return events;
  }

  /** The operations in columns. */
  public Columns columns() {
    return columns;
  }

  private final class Operations extends AbstractList<Operation> implements RandomAccess {
    @Override
    public Operation get(int number) {
      return columns.operation(number);
    }

    @Override
    public int size() {
      return columns.size();
    }
  }

  /** The clients' operations in the order of their invocations. */
  public List<Operation> operations() {
    return new Operations();
  }

  /** The nemesis' events. */
  public List<Event> nemesisEvents() {
    List<Event> found = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.processAt(i) == Event.NEMESIS) {
        found.add(events.get(i));
      }
    }
    return found;
  }

  /** The operations by key, keys in order of first use. */
  public Map<Value, List<Operation>> operationsByKey() {
    Map<Value, List<Operation>> byKey = new LinkedHashMap<>();
    for (Operation operation : operations()) {
      byKey.computeIfAbsent(operation.key(), k -> new ArrayList<>()).add(operation);
    }
    return byKey;
  }

  /** The names of the clients' functions, in order of first use. */
  public List<String> functions() {
    return columns.functions();
  }

  /** Nanoseconds between the first event and the last; 0 if the last says an earlier time. */
  public long durationNanos() {
    return events.isEmpty() ? 0 : Math.max(0, events.timeAt(events.size() - 1) - events.timeAt(0));
  }
}
