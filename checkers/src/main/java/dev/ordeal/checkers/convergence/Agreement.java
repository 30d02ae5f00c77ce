package dev.ordeal.checkers.convergence;

import dev.ordeal.checkers.Step;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether clients agree on each object in the end, on something that it can be, and since when. */
final class Agreement {
  private static final int ANOMALIES_MAX = 10;

  /**
   * Clients have so long to come to agree, and who has read something new so shortly before the end
   * may yet read what all others do.
   */
  private static final long SETTLED_NANOS = 3_000_000_000L;

  /** The clients whose last calls have unknown outcomes; they do not go on. */
  private final Set<Integer> gone;

  private final long quietSince;
  private final boolean isHeard;
  private final List<Anomaly> anomalies = new ArrayList<>();

  /** Those of them that no time and no undoing of faults would mend. */
  private final List<Anomaly> certain = new ArrayList<>();

  private int judged;
  private int leftOut;
  private Value example = Value.NIL;
  private int diverged;
  private int unsettled;
  private long firstRead = Long.MAX_VALUE;
  private long differed;
  private long agreed;
  private Value slowest = Value.NIL;

  /**
   * @param quietSince the nanosecond of the last change and the last fault
   * @param isHeard whether enough nodes answered to say what clients agree on
   */
  Agreement(Set<Integer> gone, long quietSince, boolean isHeard) {
    this.gone = gone;
    this.quietSince = quietSince;
    this.isHeard = isHeard;
  }

  /** Objects that only one client has read, or none that went on. */
  int leftOut() {
    return leftOut;
  }

  /** One of them. */
  Value example() {
    return example;
  }

  /** Objects that two clients at least have read. */
  int judged() {
    return judged;
  }

  /** Those of them on which clients do not agree. */
  int diverged() {
    return diverged;
  }

  /** Objects that looked wrong, but might have looked different a little later. */
  int unsettled() {
    return unsettled;
  }

  /** The nanosecond at which the first read of an object ended that was judged. */
  long firstRead() {
    return firstRead;
  }

  /** The nanosecond at which the last read ended that differs from what all agree on; or 0. */
  long differed() {
    return differed;
  }

  /** The nanosecond since which each client has been seen to read what all agree on. */
  long agreed() {
    return agreed;
  }

  /** The object of the last read that differs; nil if there is none. */
  Value slowest() {
    return slowest;
  }

  List<Anomaly> anomalies() {
    return anomalies;
  }

  /** Those that hold whatever faults there are, and however soon it was read. */
  List<Anomaly> certain() {
    return certain;
  }

  /** Judges what was read of one object, in the order of calls, after the last change. */
  void judge(Value key, List<Step> reads, Account account) {
    Map<Integer, Step> lastOf = new LinkedHashMap<>();
    Step last = null;
    for (Step read : reads) {
      if (!gone.contains(read.operation().process())) {
        lastOf.merge(read.operation().process(), read, Agreement::later);
        last = last == null ? read : later(last, read);
      }
    }
    boolean isTold = tellNeverRight(key, reads, account);
    if (lastOf.size() < 2) {
      example = leftOut++ == 0 ? key : example;
      return;
    }
    judged++;
    firstRead = Math.min(firstRead, end(reads.getFirst()).time());
    boolean isSettled = isSettled(reads, lastOf, last, account);
    for (Step read : lastOf.values()) {
      if (!account.isSame(read.value(), last.value())) {
        diverged++;
        if (isTold) {
          return;
        }
        if (isSettled) {
          tellDivergence(key, read, last);
        } else {
          unsettled++;
        }
        return;
      }
    }
    Account.Problem problem = account.problem(last.value());
    if (problem != null && problem.mayPass() && !isSettled) {
      unsettled++;
    } else if (problem != null && (problem.mayPass() || !isTold)) {
      add(
          problem.anomaly(),
          key,
          "All clients agree on %s in the end, but it %s."
              .formatted(key.isNil() ? "the object" : key, problem.story()),
          List.of(last.operation()));
    }
    measure(key, reads, last, account);
  }

  /** Tells the first read by any client of what nobody wrote; whether there is one. */
  private boolean tellNeverRight(Value key, List<Step> reads, Account account) {
    for (Step read : reads) {
      Account.Problem problem = account.neverRight(read.value());
      if (problem != null) {
        certain(
            problem.anomaly(),
            key,
            "What %s read%s %s."
                .formatted(
                    read.operation().caller(), key.isNil() ? "" : " from " + key, problem.story()),
            List.of(read.operation()));
        return true;
      }
    }
    return false;
  }

  private void measure(Value key, List<Step> reads, Step last, Account account) {
    Map<Integer, Long> agreeing = new HashMap<>();
    for (Step read : reads) {
      int process = read.operation().process();
      if (gone.contains(process)) {
        continue;
      }
      if (account.isSame(read.value(), last.value())) {
        agreeing.putIfAbsent(process, end(read).time());
      } else {
        agreeing.remove(process);
        if (end(read).time() > differed) {
          differed = end(read).time();
          slowest = key;
        }
      }
    }
    agreeing.values().forEach(time -> agreed = Math.max(agreed, time));
  }

  /**
   * Whether what was read last is what there will be: most nodes answered, a while after the last
   * change and fault, and nobody read it for the first time, after something else, shortly before
   * the end.
   */
  private boolean isSettled(
      List<Step> reads, Map<Integer, Step> lastOf, Step last, Account account) {
    long since = end(last).time() - SETTLED_NANOS;
    boolean hadTime =
        lastOf.values().stream()
            .allMatch(read -> read.operation().start() >= quietSince + SETTLED_NANOS);
    if (!isHeard || !hadTime) {
      return false;
    }
    // Since when each client has read what it reads in the end, if it read something else before.
    Map<Integer, Step> before = new HashMap<>();
    Map<Integer, Long> newSince = new HashMap<>();
    for (Step read : reads) {
      int process = read.operation().process();
      Step earlier = before.put(process, read);
      if (earlier != null && !account.isSame(read.value(), earlier.value())) {
        newSince.put(process, end(read).time());
      }
    }
    return lastOf.keySet().stream()
        .allMatch(process -> newSince.getOrDefault(process, Long.MIN_VALUE) < since);
  }

  private static Event end(Step read) {
    return read.operation().completion().orElseThrow();
  }

  private static Step later(Step one, Step other) {
    return end(one).index() <= end(other).index() ? other : one;
  }

  private void tellDivergence(Value key, Step one, Step other) {
    add(
        "divergence",
        key,
        "In the end %s read %s and %s read %s%s: they did not come to agree."
            .formatted(
                one.operation().caller(),
                one.value().brief(),
                other.operation().caller(),
                other.value().brief(),
                key.isNil() ? "" : " from " + key),
        List.of(one.operation(), other.operation()));
  }

  void tellRepetition(Value key, Step read) {
    certain(
        "duplicate-elements",
        key,
        "What %s read%s has %s more than once; a set has it once."
            .formatted(
                read.operation().caller(),
                key.isNil() ? "" : " from " + key,
                read.repeated().orElseThrow()),
        List.of(read.operation()));
  }

  private void certain(String name, Value key, String story, List<Operation> witness) {
    if (certain.size() < ANOMALIES_MAX) {
      certain.add(new Anomaly(name, key, story, witness));
    }
    add(name, key, story, witness);
  }

  private void add(String name, Value key, String story, List<Operation> witness) {
    if (anomalies.size() < ANOMALIES_MAX) {
      anomalies.add(new Anomaly(name, key, story, witness));
    }
  }
}
