package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Looks at a history second by second: was a steady state as promised? */
final class Seconds {
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final double MILLIS = 1e6;

  private final SteadyState promised;
  private final List<Operation> operations;
  private final List<ProbeAnswer> answers;

  Seconds(SteadyState promised, History history) {
    this.promised = promised;
    this.operations = history.operations();
    this.answers = ProbeAnswer.of(history);
  }

  static boolean isAnswered(Operation operation) {
    return operation.completion().map(Answered::is).orElse(false);
  }

  /** From when on each second of a time is as promised; its end if the last is not. */
  long steadySince(long from, long to) {
    long since = from;
    for (long second = from; second < to; second += SECOND) {
      long end = Math.min(second + SECOND, to);
      if (!problem(second, end, to).isEmpty()) {
        since = end;
      }
    }
    return since;
  }

  /** What is not as promised first in a time; empty if all is. */
  String firstProblem(long from, long to) {
    for (long second = from; second < to; second += SECOND) {
      String problem = problem(second, Math.min(second + SECOND, to), to);
      if (!problem.isEmpty()) {
        return "at %.1f s %s".formatted(second / 1e9, problem);
      }
    }
    return "";
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

  /**
   * What is not as promised of what was called in some time; empty if all is.
   *
   * @param calmUntil what went on beyond this may have suffered from the next fault
   */
  private String problem(long from, long to, long calmUntil) {
    List<Operation> called =
        operations.subList(firstFrom(from), firstFrom(to)).stream()
            .filter(operation -> operation.end() < calmUntil)
            .toList();
    long ok = called.stream().filter(Seconds::isAnswered).count();
    if (!called.isEmpty() && (double) ok / called.size() < promised.success()) {
      return "%d of %d operations were served, less than %.1f %%"
          .formatted(ok, called.size(), 100 * promised.success());
    }
    String slow = slow(called);
    return slow.isEmpty() ? failed(from, to) : slow;
  }

  private String slow(List<Operation> called) {
    long[] latencies =
        called.stream()
            .filter(Operation::isOk)
            .flatMapToLong(o -> LongStream.of(o.end() - o.start()))
            .sorted()
            .toArray();
    for (Map.Entry<Double, Long> limit : promised.latencyMillis().entrySet()) {
      if (latencies.length > 0) {
        int rank = (int) Math.ceil(limit.getKey() / 100 * latencies.length) - 1;
        double millis = latencies[Math.max(0, rank)] / MILLIS;
        if (millis > limit.getValue()) {
          return "%s was %.0f ms, above %d ms"
              .formatted(SteadyState.name(limit.getKey()), millis, limit.getValue());
        }
      }
    }
    return "";
  }

  private String failed(long from, long to) {
    return answers.stream()
        .filter(a -> a.time() >= from && a.time() < to && !a.problem().isEmpty())
        .findFirst()
        .map(a -> "the probe '%s' failed: %s".formatted(a.probe(), a.problem()))
        .orElse("");
  }
}
