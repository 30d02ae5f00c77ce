package dev.ordeal.nemesis.schedule;

import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The default plan: episodes, not noise.
 *
 * <p>Most failures need at most three events, and which comes first matters (Yuan et al., OSDI
 * 2014). So: some quiet, one to three faults that overlap, everything undone, time to recover,
 * again. The first two faults of the episodes go through all ordered pairs of the kinds asked for
 * before any pair comes twice. A fault is held for a time whose logarithm is uniform, around the
 * timeouts that systems of this size have. The first fault leaves most nodes running: a system that
 * has no majority from the first seconds on serves nothing that could be judged.
 */
public final class Schedule {
  private static final double HOLD_MILLIS_MIN = 1_000;
  private static final double HOLD_MILLIS_MAX = 6_000;

  /** Faults that overlap for less show nothing that one of them alone would not. */
  private static final long OVERLAP_MILLIS_MIN = 1_200;

  private static final long QUIET_MILLIS_MAX = 3_000;
  private static final long RECOVERY_MILLIS_MIN = 800;
  private static final long RECOVERY_MILLIS_MAX = 3_000;

  /** How many faults an episode has, the more frequent numbers more often. */
  private static final List<Integer> EVENTS = List.of(1, 2, 2, 3, 3);

  /** Who asks for two kinds wants to see them together. */
  private static final List<Integer> EVENTS_OF_TWO_KINDS = List.of(2, 3, 3);

  /** Overlapping faults of one kind mostly hide each other. */
  private static final List<Integer> EVENTS_OF_ONE_KIND = List.of(1, 1, 2);

  private Schedule() {}

  /** The faults of a run, in order of injection; the same seed gives the same. */
  public static List<PlannedFault> plan(Seed seed, List<FaultType> kinds, Duration time) {
    return plan(seed, kinds, time, Duration.ZERO);
  }

  /**
   * The same, but no fault is injected before a time.
   *
   * @param calm shorter than the run
   */
  public static List<PlannedFault> plan(
      Seed seed, List<FaultType> kinds, Duration time, Duration calm) {
    List<PlannedFault> plan = new ArrayList<>();
    if (kinds.isEmpty()) {
      return plan;
    }
    long end = time.toMillis();
    long at = Math.max(calm.toMillis(), Math.min(QUIET_MILLIS_MAX, end / 10));
    List<List<FaultType>> pairs = new ArrayList<>();
    for (int number = 0; at < end; number++) {
      Seed here = seed.split(number);
      if (pairs.isEmpty()) {
        pairs.addAll(here.split("pairs").shuffled(orderedPairs(kinds)));
      }
      List<FaultType> pair = pairs.removeFirst();
      List<Integer> counts =
          switch (kinds.size()) {
            case 1 -> EVENTS_OF_ONE_KIND;
            case 2 -> EVENTS_OF_TWO_KINDS;
            default -> EVENTS;
          };
      int events = counts.get(here.split("events").below(counts.size()));
      long until = at;
      List<PlannedFault> episode = new ArrayList<>();
      for (int e = 0; e < events; e++) {
        Seed event = here.split("event").split(e);
        FaultType kind = e < pair.size() ? pair.get(e) : draw(event.split("kind"), kinds);
        long begin =
            e == 0 ? at : at + event.split("offset").below((int) Math.max(1, (until - at) / 2));
        long hold =
            (long)
                event
                    .split("hold")
                    .logUniform(HOLD_MILLIS_MIN, Math.min(HOLD_MILLIS_MAX, end / 3.0 + 1_000));
        List<String> shapes = number + e == 0 ? kind.mildShapes() : kind.shapes();
        boolean again = e > 0 && strikesAgain(event.split("again"), kind, pair.get(0));
        Optional<String> victim = shapes.stream().filter(s -> s.endsWith("victim")).findFirst();
        String shape =
            again && victim.isPresent()
                ? victim.get()
                : shapes.get(event.split("shape").below(shapes.size()));
        if (begin < end) {
          long undone = Math.min(begin + hold, end);
          long overlapped = Math.min(begin + OVERLAP_MILLIS_MIN, end);
          if (e > 0 && episode.getLast().untilMillis() < overlapped) {
            episode.add(episode.removeLast().until(overlapped));
          }
          episode.add(new PlannedFault(begin, undone, kind, shape, event.split("detail")));
          until = Math.max(until, Math.max(undone, e > 0 ? overlapped : 0));
        }
      }
      for (PlannedFault fault : episode) {
        // A wrong clock does not mend by itself: it stays wrong through whatever else happens.
        plan.add(fault.type().lastsThroughEpisode() ? fault.until(until) : fault);
      }
      long recovery =
          RECOVERY_MILLIS_MIN
              + here.split("recovery").below((int) (RECOVERY_MILLIS_MAX - RECOVERY_MILLIS_MIN));
      at = until + recovery;
    }
    plan.addAll(missing(seed.split("missing"), kinds, plan, end, calm.toMillis()));
    plan.sort(Comparator.comparingLong(PlannedFault::atMillis));
    return plan;
  }

  /** A fault of each kind that the episodes of a short run have no room for, spread over it. */
  private static List<PlannedFault> missing(
      Seed seed, List<FaultType> kinds, List<PlannedFault> plan, long end, long earliest) {
    List<FaultType> missing = new ArrayList<>(kinds);
    plan.forEach(fault -> missing.remove(fault.type()));
    List<PlannedFault> added = new ArrayList<>();
    long step = end / (missing.size() + 1);
    for (FaultType kind : missing) {
      long begin = Math.max(earliest, step / 2 + step * added.size());
      long undone = Math.min(end, begin + Math.max(step, (long) HOLD_MILLIS_MIN));
      // Who leads is not known beforehand, and this kind gets no other chance.
      List<String> shapes = kind.shapes().stream().filter(s -> !kind.needsLeader(s)).toList();
      Seed here = seed.split(kind.seedName());
      String shape = shapes.get(here.split("shape").below(shapes.size()));
      added.add(new PlannedFault(begin, undone, kind, shape, here.split("detail")));
    }
    return added;
  }

  /**
   * Whether a later fault of an episode strikes the victims of the one before it: never with the
   * same kind, which would hide it; mostly if a clock is wrong, which matters only where something
   * else is broken, too; else now and then.
   */
  private static boolean strikesAgain(Seed seed, FaultType kind, FaultType first) {
    if (kind == first) {
      return false;
    }
    boolean clock = kind.lastsThroughEpisode() || first.lastsThroughEpisode();
    return seed.below(6) < (clock ? 5 : 1);
  }

  private static List<List<FaultType>> orderedPairs(List<FaultType> kinds) {
    List<List<FaultType>> pairs = new ArrayList<>();
    for (FaultType first : kinds) {
      for (FaultType second : kinds) {
        if (first != second || kinds.size() == 1) {
          pairs.add(List.of(first, second));
        }
      }
    }
    return pairs;
  }

  private static FaultType draw(Seed seed, List<FaultType> kinds) {
    double point = seed.fraction() * kinds.stream().mapToDouble(FaultType::weight).sum();
    for (FaultType kind : kinds) {
      point -= kind.weight();
      if (point < 0) {
        return kind;
      }
    }
    return kinds.getLast();
  }
}
