package dev.ordeal.results.history;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

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
  private final Columns columns;

  private History(EventTable events, Columns columns) {
    this.events = events;
    this.columns = columns;
  }

  /**
   * Pairs invocations with completions.
   *
   * @throws MalformedHistoryException if a process invokes while its last call is still open, or
   *     completes what it never invoked
   */
  public static History of(List<Event> events) {
    EventTable table = EventTable.of(events);
    int[] calls = new int[table.invocations()];
    int[] ends = new int[calls.length];
    int count = 0;
    OpenCalls open = new OpenCalls(table.size());
    for (int i = 0; i < table.size(); i++) {
      int process = table.processAt(i);
      if (process == Event.NEMESIS) {
        continue;
      }
      if (table.typeAt(i) == Event.Type.INVOKE) {
        int before = open.put(process, count);
        if (before >= 0) {
          throw new MalformedHistoryException(
              "event %d: process %d invokes %s while its call of event %d is still open"
                  .formatted(table.indexAt(i), process, table.get(i).function(), calls[before]));
        }
        calls[count] = i;
        ends[count++] = -1;
      } else {
        int invocation = open.remove(process);
        if (invocation < 0) {
          throw new MalformedHistoryException(
              "event %d: process %d completes %s which it never invoked"
                  .formatted(table.indexAt(i), process, table.get(i).function()));
        }
        ends[invocation] = i;
      }
    }
    return new History(table, new Columns(table, calls, ends));
  }

  /**
   * The open call of each process; process numbers are small and dense in all but odd histories.
   */
  private static final class OpenCalls {
    private final int direct;
    private int[] byProcess = new int[256];
    private final Map<Integer, Integer> others = new HashMap<>();

    OpenCalls(int events) {
      direct = Math.max(1 << 16, 4 * Math.min(events, 1 << 28));
    }

    int put(int process, int call) {
      if (process >= direct) {
        Integer before = others.put(process, call);
        return before == null ? -1 : before;
      }
      if (process >= byProcess.length) {
        byProcess = Arrays.copyOf(byProcess, Math.min(direct, Math.max(process + 1, process * 2)));
      }
      int before = byProcess[process] - 1;
      byProcess[process] = call + 1;
      return before;
    }

    int remove(int process) {
      if (process >= direct) {
        Integer before = others.remove(process);
        return before == null ? -1 : before;
      }
      if (process >= byProcess.length) {
        return -1;
      }
      int before = byProcess[process] - 1;
      byProcess[process] = 0;
      return before;
    }
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
