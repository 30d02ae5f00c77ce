package dev.ordeal.checkers.isolation.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was learned of choices of writers: of some reads, which choices together break a level.
 *
 * <p>A choice has for each open read of {@link Candidates} the place of its writer.
 */
final class Nogoods {
  private static final long STEPS_MAX = 1_000_000;

  /** The places of some reads, rising, that must not all be chosen. */
  private record Nogood(int[] reads, int[] places) {
    boolean isIn(int[] choice) {
      for (int i = 0; i < reads.length; i++) {
        if (choice[reads[i]] != places[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Candidates.Open> open;

  /** By the last of its reads. */
  private final List<List<Nogood>> endingAt = new ArrayList<>();

  private final List<Nogood> all = new ArrayList<>();
  private boolean gaveUp;

  Nogoods(List<Candidates.Open> open) {
    this.open = open;
    open.forEach(read -> endingAt.add(new ArrayList<>()));
  }

  /** Learns that some reads must not be chosen together as they are. */
  void add(int[] choice, int[] some) {
    int[] reads = some.clone();
    Arrays.sort(reads);
    Nogood nogood = new Nogood(reads, IntStream.of(reads).map(read -> choice[read]).toArray());
    all.add(nogood);
    if (reads.length > 0) {
      endingAt.get(reads[reads.length - 1]).add(nogood);
    }
  }

  int size() {
    return all.size();
  }

  /** Whether a choice was looked for too long, so that there may be one. */
  boolean gaveUp() {
    return gaveUp;
  }

  /** The transactions of all reads that something was learned of. */
  int[] readers() {
    return all.stream()
        .flatMapToInt(nogood -> IntStream.of(nogood.reads()))
        .map(read -> open.get(read).transaction())
        .distinct()
        .sorted()
        .toArray();
  }

  /** A choice that nothing learned forbids, as far as possible a likely one; null if none is. */
  int[] next(int[] likely) {
    if (all.stream().anyMatch(nogood -> nogood.reads().length == 0)) {
      return null;
    }
    int[] choice = new int[likely.length];
    int[] tried = new int[likely.length];
    int at = 0;
    for (long steps = 0; at >= 0 && at < choice.length; steps++) {
      if (steps > STEPS_MAX) {
        gaveUp = true;
        return null;
      }
      int count = open.get(at).names().length;
      if (tried[at] == count) {
        tried[at--] = 0;
        continue;
      }
      // The likely one first, the others in their order.
      choice[at] = (likely[at] + tried[at]++) % count;
      if (endingAt.get(at).stream().noneMatch(nogood -> nogood.isIn(choice))) {
        at++;
      }
    }
    return at < 0 ? null : choice;
  }
}
