package dev.ordeal.results.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which completion belongs to which invocation, by their positions among the events.
 *
 * @param calls by operation, in their order: where its invocation is
 * @param ends by operation: where its completion is; -1 if there is none
 */
public record Pairing(int[] calls, int[] ends) {

  /** An event that does not fit those before it. */
  public static final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int event;

    /** Names an event by its position, and the problem. */
    public MisfitException(int event, String problem) {
      super(problem);
      this.event = event;
    }

    /** The position of the event. */
    public int event() {
      return event;
    }
  }

  /**
   * Pairs the events of each process; one pass.
   *
   * @throws MisfitException if a process invokes while its last call is still open, or completes
   *     what it did not invoke
   */
  public static Pairing of(EventTable events) {
    int[] calls = new int[events.invocations()];
    int[] ends = new int[calls.length];
    int count = 0;
    OpenCalls open = new OpenCalls(events.size());
    for (int i = 0; i < events.size(); i++) {
      int process = events.processAt(i);
      if (process == Event.NEMESIS) {
        continue;
      }
      if (events.typeAt(i) == Event.Type.INVOKE) {
        int before = open.put(process, count);
        if (before >= 0) {
          throw new MisfitException(
              i,
              "process %d invokes %s while its call of event %d is still open"
                  .formatted(process, function(events, i), events.indexAt(calls[before])));
        }
        calls[count] = i;
        ends[count++] = -1;
      } else {
        int invocation = open.remove(process);
        if (invocation < 0) {
          throw new MisfitException(
              i,
              "process %d completes \"%s\", but it has no open call"
                  .formatted(process, function(events, i)));
        }
        requireFit(events, calls[invocation], i);
        ends[invocation] = i;
      }
    }
    return new Pairing(calls, ends);
  }

  /** Of a table with all invocations first and then their completions, and those of the nemesis. */
  public static Pairing ofConcurrent(EventTable events) {
    int[] calls = new int[events.invocations()];
    int[] ends = new int[calls.length];
    int called = 0;
    int ended = 0;
    for (int i = 0; i < events.size(); i++) {
      if (events.processAt(i) == Event.NEMESIS) {
        continue;
      }
      if (events.typeAt(i) == Event.Type.INVOKE) {
        calls[called++] = i;
      } else {
        ends[ended++] = i;
      }
    }
    return new Pairing(calls, ends);
  }

  /** The same behind so many events, which are invocations and their completions in turn. */
  Pairing preceded(int events) {
    int before = events / 2;
    int[] allCalls = new int[before + calls.length];
    int[] allEnds = new int[allCalls.length];
    for (int i = 0; i < before; i++) {
      allCalls[i] = 2 * i;
      allEnds[i] = 2 * i + 1;
    }
    for (int i = 0; i < calls.length; i++) {
      allCalls[before + i] = calls[i] + events;
      allEnds[before + i] = ends[i] < 0 ? -1 : ends[i] + events;
    }
    return new Pairing(allCalls, allEnds);
  }

  private static String function(EventTable events, int event) {
    return Brief.cut(events.functions.get(events.functionAt(event)));
  }

  private static void requireFit(EventTable events, int call, int end) {
    if (events.functionAt(call) != events.functionAt(end)) {
      requireSameFunction(events, call, end);
    }
    if (events.hasKeys() && !sameKey(events, call, end)) {
      throw new MisfitException(
          end,
          "process %d completes \"%s\" on key %s while its open call is on key %s"
              .formatted(
                  events.processAt(end),
                  function(events, call),
                  Brief.quoted(events.pool.value(events.keyAt(end))),
                  Brief.quoted(events.pool.value(events.keyAt(call)))));
    }
    if (events.typeAt(end) == Event.Type.OK
        && CellPool.isTransaction(events.valueAt(end))
        && CellPool.isTransaction(events.valueAt(call))
        && !events.pool.microOps().differInReadsOnly(events.valueAt(call), events.valueAt(end))) {
      throw new MisfitException(
          end,
          "process %d completes other micro-operations than those that it invoked"
              .formatted(events.processAt(end)));
    }
  }

  private static boolean sameKey(EventTable events, int call, int end) {
    long asked = events.keyAt(call);
    long answered = events.keyAt(end);
    return asked == answered
        || asked == CellPool.NIL
        || answered == CellPool.NIL
        || events.pool.value(asked).equals(events.pool.value(answered));
  }

  private static void requireSameFunction(EventTable events, int call, int end) {
    if (!events.functions.get(events.functionAt(end)).equals(EventTable.SAME_FUNCTION)) {
      throw new MisfitException(
          end,
          "process %d completes \"%s\" while its open call is \"%s\""
              .formatted(events.processAt(end), function(events, end), function(events, call)));
    }
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
}
