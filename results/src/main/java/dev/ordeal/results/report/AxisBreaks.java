package dev.ordeal.results.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where a drawing leaves time out: operations of milliseconds that lie half a minute apart would
 * otherwise be lines without a width.
 */
final class AxisBreaks {
  private static final int BREAKS_MAX = 6;

  /** What is left out is longer than all that is drawn by this factor. */
  private static final int FACTOR = 10;

  /** Shorter waits stay: what else happened then is worth more than wide bars. In nanoseconds. */
  private static final long BREAK_MIN = 1_000_000_000;

  /** Of what lies between two breaks, this part is drawn on each side of it, too. */
  private static final int MARGIN = 12;

  private AxisBreaks() {}

  private record Stretch(long from, long to) {
    long length() {
      return to - from;
    }
  }

  /**
   * The fewest stretches between the beginnings and ends of operations without which the others can
   * be seen; none if that is not needed.
   *
   * @param instants in nanoseconds, in any order
   * @return in the order of time, none at the edge of another
   */
  static List<TimeAxis.Break> between(long... instants) {
    long[] sorted = Arrays.stream(instants).sorted().distinct().toArray();
    List<Stretch> longest = new ArrayList<>();
    for (int i = 1; i < sorted.length; i++) {
      longest.add(new Stretch(sorted[i - 1], sorted[i]));
    }
    longest.sort(Comparator.comparingLong(Stretch::length).reversed());
    long rest = longest.stream().mapToLong(Stretch::length).sum();
    for (int cut = 1; cut < longest.size() && cut <= BREAKS_MAX; cut++) {
      long least = longest.get(cut - 1).length();
      rest -= least;
      if (least < BREAK_MIN) {
        break;
      }
      if (least / FACTOR > rest) {
        long margin = Math.min(Math.max(1, rest / MARGIN), least / FACTOR);
        return longest.subList(0, cut).stream()
            .sorted(Comparator.comparingLong(Stretch::from))
            .map(s -> new TimeAxis.Break(s.from() + margin, s.to() - margin))
            .toList();
      }
    }
    return List.of();
  }
}
