package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.activity.ServedCalls.Slice;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Quantiles;
import java.util.List;
import java.util.Map;

/** Compares each slice of a history with a steady state. */
final class SteadySlices {
  private static final double MILLIS = 1e6;

  private final SteadyState promised;
  private final ServedCalls calls;
  private final List<ProbeAnswer> answers;

  SteadySlices(SteadyState promised, ServedCalls calls, History history) {
    this.promised = promised;
    this.calls = calls;
    this.answers = ProbeAnswer.of(history);
  }

  /**
   * From when on each slice of a time is as promised, but not before the first answer; its end if
   * the last is not.
   */
  long steadySince(long from, long to) {
    long since = from;
    for (Slice slice : calls.slices(from, to, to)) {
      if (!problem(slice).isEmpty()) {
        since = slice.to();
      }
    }
    return Math.max(since, calls.firstAnswer(from, to));
  }

  /** What is not as promised first in a time; empty if all is. */
  String firstProblem(long from, long to) {
    for (Slice slice : calls.slices(from, to, to)) {
      String problem = problem(slice);
      if (!problem.isEmpty()) {
        return "at %.1f s %s".formatted(slice.from() / 1e9, problem);
      }
    }
    return "";
  }

  private String problem(Slice slice) {
    if (slice.isOutage()) {
      return slice.unserved() == 0
          ? "no call was made for %.1f s".formatted((slice.to() - slice.from()) / 1e9)
          : "0 of %d calls were served".formatted(slice.unserved());
    }
    if (slice.isKnown() && slice.share() < promised.success()) {
      return "%d of %d calls were served, less than %.1f %%"
          .formatted(slice.served(), slice.served() + slice.unserved(), 100 * promised.success());
    }
    String slow = slow(slice.latencies());
    return slow.isEmpty() ? failed(slice.from(), slice.to()) : slow;
  }

  private String slow(List<Long> latencies) {
    if (latencies.isEmpty()) {
      return "";
    }
    double[] sorted = latencies.stream().mapToDouble(nanos -> nanos / MILLIS).toArray();
    for (Map.Entry<Double, Long> limit : promised.latencyMillis().entrySet()) {
      double millis = Quantiles.of(sorted, limit.getKey());
      if (millis > limit.getValue()) {
        return "%s was %.0f ms, above %d ms"
            .formatted(SteadyState.name(limit.getKey()), millis, limit.getValue());
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
