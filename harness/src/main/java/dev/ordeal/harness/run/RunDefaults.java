package dev.ordeal.harness.run;

import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.Database;
import java.util.List;
import java.util.Optional;

/** What a run does where its user does not say, on the command line or in a test. */
public final class RunDefaults {
  /** The most operations a second that can be asked for. */
  public static final double RATE_MAX = 1e6;

  /** The most client threads that can be asked for. */
  public static final int THREADS_MAX = 100_000;

  private static final String NO_FAULTS = "none";
  private static final long SEED_BELOW = 1_000_000_000;

  private RunDefaults() {}

  /** A seed that differs from run to run, short enough to be typed. */
  public static long seed() {
    return Math.floorMod(System.nanoTime() * 0x9e3779b97f4a7c15L, SEED_BELOW);
  }

  /** The workload that exposes the first bug that is switched on, else registers. */
  public static String workload(Database database, List<String> bugs) {
    return switchedOn(database, bugs).stream()
        .findFirst()
        .map(bug -> bug.workloads().getFirst())
        .orElse("register");
  }

  /**
   * The kinds of faults of a run.
   *
   * @param named what was asked for, {@code none} alone for no faults; empty for those that expose
   *     the bugs that are switched on, or else the usual ones, where nodes can be broken
   * @param reachesLinks whether there are links between nodes that faults can strike
   * @throws dev.ordeal.results.registry.UnknownNameException if there is no such kind
   */
  public static List<FaultType> faults(
      Database database, List<String> bugs, Optional<List<String>> named, boolean reachesLinks) {
    if (named.isPresent()) {
      return named.get().equals(List.of(NO_FAULTS))
          ? List.of()
          : named.get().stream().map(FaultTypes::get).toList();
    }
    if (!database.running().isEmpty()) {
      return List.of();
    }
    List<FaultType> exposing =
        switchedOn(database, bugs).stream()
            .flatMap(bug -> bug.faults().stream())
            .map(FaultTypes::get)
            .distinct()
            .toList();
    if (!exposing.isEmpty()) {
      return exposing;
    }
    return reachesLinks ? FaultTypes.defaults() : FaultTypes.defaultsWithoutLinks();
  }

  private static List<Bug> switchedOn(Database database, List<String> bugs) {
    return database.bugs().stream().filter(bug -> bugs.contains(bug.name())).toList();
  }
}
