package dev.ordeal.harness.cli.bisect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Binary search for the version from which on replays show an anomaly, or do not show it any more,
 * where a version that has it shows it in some of its replays only.
 *
 * <p>One replay that shows it proves that the version has it. That a version does not have it is
 * concluded from so many replays without it that a version which has it would show nothing with a
 * probability of at most (1 - confidence) / D, see {@link MissChance}; D is how many such
 * conclusions the search needs at most: one for the end without the anomaly, and one each time the
 * versions that are left are halved. The share of replays that show it is taken from all versions
 * that are known to have it, first of all from one of both ends.
 *
 * <p>At the end the probability of the answer is computed by Bayes' rule from all replays, every
 * place being as probable as any other beforehand; while it is less than the confidence, the last
 * version without the anomaly is replayed again.
 *
 * <p>Assumed: the anomaly came, or went, once; versions that have it show it about equally often.
 *
 * <p>Without state: {@link #next} depends on nothing but what was seen so far.
 */
public final class Bisection {
  /** How many replays that show the anomaly tell how often it shows. */
  private static final int SHOWN_ENOUGH = 3;

  private static final int CALIBRATING = 3;

  private final List<String> versions;
  private final double confidence;
  private final int times;
  private final int most;

  /**
   * A search.
   *
   * @param versions two or more, in their order
   * @param confidence above 0, below 1
   * @param times how often each end is replayed until one shows the anomaly
   * @param most how many replays there may be
   */
  public Bisection(List<String> versions, double confidence, int times, int most) {
    this.versions = List.copyOf(versions);
    this.confidence = confidence;
    this.times = times;
    this.most = most;
  }

  /** What to do next, after what was seen of each version. */
  public Step next(List<Tally> seen) {
    int last = versions.size() - 1;
    for (int end : List.of(0, last)) {
      if (seen.get(end).isSkipped()) {
        boolean isMissing = seen.get(end).unavailable() > 0;
        return new Step.Open(
            isMissing
                ? "%s, an end, is not available: name another version in its place"
                    .formatted(versions.get(end))
                : "the replays of %s, an end, decide nothing".formatted(versions.get(end)),
            List.of(),
            isMissing);
      }
    }
    if (seen.getFirst().shown() > 0 && seen.get(last).shown() > 0) {
      return new Step.Open(
          "both ends show it: name a version before %s, or behind %s, that does not"
              .formatted(versions.getFirst(), versions.get(last)),
          List.of(),
          false);
    }
    Step step = wanted(seen);
    if (step instanceof Step.Replay && seen.stream().mapToInt(Tally::all).sum() >= most) {
      return new Step.Open(
          "not decided within %d replays; a greater --at-most goes on".formatted(most),
          List.of(),
          false);
    }
    return step;
  }

  private Step wanted(List<Tally> seen) {
    int last = versions.size() - 1;
    if (seen.getFirst().shown() + seen.get(last).shown() == 0) {
      int end = seen.getFirst().all() < seen.get(last).all() ? 0 : last;
      int other = last - end;
      if (seen.get(end).clean() >= times && seen.get(other).clean() >= times) {
        return new Step.Open(
            "neither %s nor %s showed it in %d replays each; more --times, or other options"
                .formatted(versions.getFirst(), versions.get(last), times),
            List.of(),
            false);
      }
      int chosen = seen.get(end).clean() >= times ? other : end;
      return new Step.Replay(chosen, seen.get(chosen).decided() + 1, times);
    }
    boolean isMended = seen.getFirst().shown() > 0;
    Oriented now = new Oriented(isMended ? seen.reversed() : seen, isMended);
    return now.wanted();
  }

  /** What was seen, with the end that shows the anomaly as the last one. */
  private final class Oriented {
    private final List<Tally> seen;
    private final boolean isMended;
    private final int shown;
    private final int all;
    private final int needed;

    Oriented(List<Tally> seen, boolean isMended) {
      this.seen = seen;
      this.isMended = isMended;
      List<Tally> failing = seen.stream().filter(tally -> tally.shown() > 0).toList();
      shown = failing.stream().mapToInt(Tally::shown).sum();
      all = failing.stream().mapToInt(Tally::decided).sum();
      int halvings = 32 - Integer.numberOfLeadingZeros(Math.max(1, seen.size() - 1) - 1);
      needed = MissChance.replays(shown, all, (1 - confidence) / (halvings + 1));
    }

    private int place(int oriented) {
      return isMended ? seen.size() - 1 - oriented : oriented;
    }

    private Step replay(int oriented, int of) {
      return new Step.Replay(place(oriented), seen.get(oriented).decided() + 1, of);
    }

    private boolean isClean(int oriented) {
      return seen.get(oriented).shown() == 0 && seen.get(oriented).clean() >= needed;
    }

    Step wanted() {
      int failing = seen.size() - 1;
      Tally there = seen.get(failing);
      if (there.shown() < SHOWN_ENOUGH && there.decided() < CALIBRATING * times) {
        return replay(failing, 0);
      }
      if (!isClean(0)) {
        return replay(0, needed);
      }
      int high =
          IntStream.range(0, seen.size()).filter(i -> seen.get(i).shown() > 0).min().orElse(0);
      int low = IntStream.range(0, high).filter(this::isClean).max().orElse(0);
      Optional<Integer> middle =
          IntStream.range(low + 1, high)
              .boxed()
              .filter(i -> !seen.get(i).isSkipped())
              .min(
                  // What was begun is finished first.
                  Comparator.comparing((Integer i) -> seen.get(i).all() == 0)
                      .thenComparingInt(i -> Math.abs(2 * i - low - high)));
      if (middle.isPresent()) {
        return replay(middle.get(), needed);
      }
      double sure = sure(low, high);
      if (sure < confidence) {
        return replay(low, seen.get(low).clean() + 1);
      }
      return high - low == 1 ? found(low, high, sure) : open(low, high);
    }

    private Step found(int low, int high, double sure) {
      return isMended
          ? new Step.Found(place(low), place(high), true, sure)
          : new Step.Found(place(high), place(low), false, sure);
    }

    private Step open(int low, int high) {
      List<Integer> candidates = new ArrayList<>();
      boolean isMissing = true;
      for (int i = low; i <= high; i++) {
        boolean isBetween = i > low && i < high;
        isMissing &= !isBetween || seen.get(i).unavailable() > 0;
        // The answer is a version that shows it, or one that does not any more.
        if (i != (isMended ? high : low)) {
          candidates.add(place(i));
        }
      }
      candidates.sort(Comparator.naturalOrder());
      return new Step.Open("versions in between were skipped", candidates, isMissing);
    }

    /**
     * How probable it is that the first version with the anomaly lies above one and up to another.
     */
    private double sure(int low, int high) {
      double within = 0;
      double total = 0;
      int clean = 0;
      for (int first = high; first >= 0; first--) {
        clean += first == high ? 0 : seen.get(first).clean();
        double weight = MissChance.of(shown, all, clean);
        total += weight;
        within += first > low ? weight : 0;
      }
      return within / total;
    }
  }
}
