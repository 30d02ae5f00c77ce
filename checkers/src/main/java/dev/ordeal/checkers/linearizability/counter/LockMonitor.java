package dev.ordeal.checkers.linearizability.counter;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.UnknownCalls;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.order.Placing;
import dev.ordeal.checkers.model.OwnedMutexModel.Kind;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of a lock that knows its owner, in O(n log n).
 *
 * <p>A process calls one thing after another, so what it holds is known: from the end of the
 * acquire to the start of the release, at least. Taking every acquire as late and every release as
 * early as possible makes all these stretches shortest at once; the history is linearizable iff no
 * two of them overlap and, with fencing, tokens grow from one to the next.
 *
 * <p>An acquire that crashed may not have happened, and its process does nothing more, so it is
 * left out; where a process goes on all the same, a general search has to decide. A release that
 * crashed is taken to have happened as soon as it was called.
 */
public final class LockMonitor {
  private final Columns columns;
  private final Kind kind;
  private int count;
  private int[] acquires = new int[16];
  private int[] from = new int[16];
  private int[] to = new int[16];

  /** What was done to the lock, in the order of the calls, and during which hold. */
  private final int[] calls;

  private final int[] holds;
  private int callCount;

  private LockMonitor(Columns columns, Kind kind, int operations) {
    this.columns = columns;
    this.calls = new int[operations];
    this.holds = new int[operations];
    this.kind = kind;
  }

  /**
   * Decides for one lock; empty if a process goes on after a call of unknown outcome.
   *
   * @param operations their numbers, ascending
   * @param kind what the lock allows its owner
   */
  public static Optional<Finding> decide(Columns columns, int[] operations, Kind kind) {
    if (UnknownCalls.someGoOn(columns, Arrays.stream(operations))) {
      return Optional.empty();
    }
    LockMonitor locks = new LockMonitor(columns, kind, operations.length);
    Finding wrong = locks.gather(operations);
    return Optional.of(wrong != null ? wrong : locks.compare());
  }

  private Finding gather(int[] operations) {
    LongIntMap processes = new LongIntMap(64);
    int[] depth = new int[16];
    int[] hold = new int[16];
    for (int op : operations) {
      int process = processes.number(columns.process(op));
      if (process == depth.length) {
        depth = Arrays.copyOf(depth, process * 2);
        hold = Arrays.copyOf(hold, process * 2);
      }
      switch (columns.functionName(columns.function(op))) {
        case "acquire" -> {
          if (!columns.isOk(op)) {
            continue;
          }
          if (kind == Kind.FENCED) {
            requireToken(op);
          }
          if (depth[process] > 0 && kind != Kind.REENTRANT) {
            return twice(acquires[hold[process]], op);
          }
          if (depth[process]++ == 0) {
            hold[process] = begin(op);
          }
          note(op, hold[process]);
        }
        case "release" -> {
          if (columns.isFail(op)) {
            continue;
          }
          if (depth[process] == 0) {
            if (columns.isOk(op)) {
              return nothingHeld(op);
            }
            continue;
          }
          note(op, hold[process]);
          if (--depth[process] == 0) {
            to[hold[process]] = columns.callAt(op);
          }
        }
        default ->
            throw new IllegalArgumentException(
                "operation %d: a lock knows acquire and release, not %s"
                    .formatted(
                        columns.operation(op).invocation().index(),
                        columns.functionName(columns.function(op))));
      }
    }
    return null;
  }

  private void note(int op, int hold) {
    calls[callCount] = op;
    holds[callCount++] = hold;
  }

  private int begin(int op) {
    if (count == acquires.length) {
      acquires = Arrays.copyOf(acquires, count * 2);
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
    }
    acquires[count] = op;
    from[count] = columns.returnAt(op);
    to[count] = Columns.NEVER;
    return count++;
  }

  private Finding compare() {
    long[] byBegin = new long[count];
    for (int h = 0; h < count; h++) {
      byBegin[h] = ((long) from[h] << 32) | h;
    }
    Arrays.sort(byBegin);
    for (int i = 1; i < count; i++) {
      int before = (int) byBegin[i - 1];
      int after = (int) byBegin[i];
      if (from[after] < to[before]) {
        return both(before, after);
      }
      if (kind == Kind.FENCED && token(after) <= token(before)) {
        return backwards(before, after);
      }
    }
    return new Finding.Linearizable(this::order);
  }

  /** One hold after the other, and during each what its process called. */
  private int[] order() {
    Placing placing = new Placing(callCount);
    for (int i = 0; i < callCount; i++) {
      placing.add(calls[i], from[holds[i]], 0);
    }
    return placing.order();
  }

  private void requireToken(int acquire) {
    if (!CellPool.isNumber(columns.result(acquire))) {
      throw new IllegalArgumentException(
          "operation %d: acquiring a fenced lock must answer a whole number"
              .formatted(columns.operation(acquire).invocation().index()));
    }
  }

  private long token(int hold) {
    return CellPool.number(columns.result(acquires[hold]));
  }

  private Finding both(int before, int after) {
    Operation a = columns.operation(acquires[before]);
    Operation b = columns.operation(acquires[after]);
    String released =
        to[before] == Columns.NEVER ? "never released it" : "had not begun to release it";
    String text = "%s got the lock while %s held it: %s was over, and process %d %s.";
    return new Finding.Violated(
        "double-grant",
        capital(text.formatted(name(b), a.caller(), name(a), a.process(), released)),
        List.of(a, b));
  }

  private Finding backwards(int before, int after) {
    Operation a = columns.operation(acquires[before]);
    Operation b = columns.operation(acquires[after]);
    String text = "%s got the fencing token %d although %s had got %d before it.";
    return new Finding.Violated(
        "token-not-greater",
        capital(text.formatted(name(b), token(after), name(a), token(before))),
        List.of(a, b));
  }

  private Finding twice(int first, int second) {
    Operation a = columns.operation(first);
    Operation b = columns.operation(second);
    String text = "%s got the lock that the same process held already since %s.";
    return new Finding.Violated(
        "double-grant", capital(text.formatted(name(b), name(a))), List.of(a, b));
  }

  private Finding nothingHeld(int op) {
    Operation release = columns.operation(op);
    return new Finding.Violated(
        "release-without-acquire",
        capital(name(release)) + " succeeded although this process did not hold the lock.",
        List.of(release));
  }
}
