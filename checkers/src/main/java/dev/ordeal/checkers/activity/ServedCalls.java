package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which calls were served in each slice of a history.
 *
 * <p>A client that waits makes no calls, so counting calls forgives a system that hangs
 * (coordinated omission). Therefore slices of time are judged, each weighing what it lasts, and a
 * call that is open through a whole slice counts there as not served, and with the time for which
 * it has been open. A slice in which calls were due and none was made or open is an outage, too.
 */
final class ServedCalls {
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Slices are long enough for so many calls. */
  private static final double CALLS_MIN = 5;

  /** So many calls are missed where none is made. */
  private static final double MISSED_MIN = 3;

  private final List<Operation> operations;

  /** Those that took longer than a second or did not end, in order of calls. */
  private final List<Operation> slow = new ArrayList<>();

  private final JudgedTime judged;
  private final double perNano;
  private final long sliceNanos;

  /**
   * One slice.
   *
   * @param latencies of answered calls that were made in it, and of calls open through it, sorted
   * @param isOutage whether calls were due, and none was answered
   */
  record Slice(
      long from, long to, int served, int unserved, List<Long> latencies, boolean isOutage) {
    /** Whether it says anything. */
    boolean isKnown() {
      return isOutage || served + unserved > 0;
    }

    double share() {
      return served == 0 ? 0 : (double) served / (served + unserved);
    }
  }

  ServedCalls(History history, JudgedTime judged, long firstFault) {
    this.operations = history.operations();
    this.judged = judged;
    for (Operation operation : operations) {
      if (over(operation) - operation.start() > SECOND) {
        slow.add(operation);
      }
    }
    long last = operations.isEmpty() ? 0 : operations.getLast().start();
    this.perNano =
        Math.max(perNano(judged.from(), Math.min(last, judged.until())), perNano(0, firstFault));
    this.sliceNanos = perNano == 0 ? SECOND : Math.max(SECOND, (long) (CALLS_MIN / perNano));
  }

  private double perNano(long from, long to) {
    return to - from < SECOND ? 0 : (double) (firstFrom(to) - firstFrom(from)) / (to - from);
  }

  static boolean isAnswered(Operation operation) {
    return operation.completion().map(Answered::is).orElse(false);
  }

  /** When a call was over for its client, whatever became of it. */
  private static long over(Operation operation) {
    return operation.completion().map(Event::time).orElse(Long.MAX_VALUE);
  }

  /**
   * Slices of a time; the last is longer than the others where less than half of one is left.
   *
   * @param calmUntil what was still open then may have suffered from the next fault
   */
  List<Slice> slices(long from, long to, long calmUntil) {
    List<Slice> slices = new ArrayList<>();
    long at = from;
    while (at < to) {
      long end = to - at < sliceNanos + sliceNanos / 2 ? to : at + sliceNanos;
      slices.add(slice(at, end, calmUntil));
      at = end;
    }
    return slices;
  }

  private Slice slice(long from, long to, long calmUntil) {
    int served = 0;
    int unserved = 0;
    List<Long> latencies = new ArrayList<>();
    for (Operation operation : operations.subList(firstFrom(from), firstFrom(to))) {
      long over = over(operation);
      if (over < calmUntil && isAnswered(operation)) {
        served++;
        latencies.add(over - operation.start());
      } else if (over < calmUntil || calmUntil - operation.start() >= SECOND) {
        unserved++;
      }
    }
    for (Operation operation : slow) {
      if (operation.start() >= from) {
        break;
      }
      if (over(operation) >= to) {
        unserved++;
        latencies.add(to - operation.start());
      }
    }
    latencies.sort(null);
    boolean wasDue = from < judged.until() && (to - from) * perNano >= MISSED_MIN;
    boolean isOutage = served == 0 && (unserved > 0 || wasDue);
    return new Slice(from, to, served, unserved, latencies, isOutage);
  }

  /** The share of a time in which calls were served; negative if nothing is known of it. */
  double share(List<FaultPeriods.Span> times) {
    double known = 0;
    double served = 0;
    for (FaultPeriods.Span time : times) {
      long from = Math.max(time.start(), judged.from());
      long to = Math.min(time.end(), judged.until());
      for (Slice slice : slices(from, to, Long.MAX_VALUE)) {
        if (slice.isKnown()) {
          known += slice.to() - slice.from();
          served += (slice.to() - slice.from()) * slice.share();
        }
      }
    }
    return known == 0 ? -1 : served / known;
  }

  /** When the first answer came to a call made in a time; its end if none came. */
  long firstAnswer(long from, long to) {
    long first = to;
    for (Operation operation : operations.subList(firstFrom(from), firstFrom(to))) {
      if (operation.start() >= first) {
        break;
      }
      if (isAnswered(operation)) {
        first = Math.min(first, over(operation));
      }
    }
    return first;
  }

  /** The place of the first operation called at a time or later; they are in order of calls. */
  private int firstFrom(long time) {
    int low = 0;
    int high = operations.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (operations.get(middle).start() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
