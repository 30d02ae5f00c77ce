package dev.ordeal.harness.trial;

import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.nemesis.FaultTargeting;
import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.workloads.generator.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operations and faults of a trial, which are always the same. */
public final class TrialPlan {
  private static final Seed SEED = new Seed(1);
  private static final double RATE = 40;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(12);
  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(2);

  /** The node that is killed, paused and cut off. */
  static final String STRUCK = "n1";

  private TrialPlan() {}

  /**
   * Options of a run in which the first node is killed, paused and, where it has links, cut off.
   *
   * @param nodes how many nodes the cluster has
   * @param canBreak whether nodes can be broken; without, there are no faults
   * @param canCut whether links between nodes can be cut
   */
  public static RunOptions.Builder apply(
      RunOptions.Builder options, int nodes, boolean canBreak, boolean canCut) {
    List<PlannedFault> faults = new ArrayList<>();
    if (canBreak) {
      faults.add(fault("kill", 1_000, 2_500));
      faults.add(fault("pause", 5_000, 7_000));
    }
    if (canBreak && canCut) {
      faults.add(fault("partition", 8_500, 10_500));
    }
    return quick(options, nodes)
        .faults(faults.stream().map(PlannedFault::type).toList())
        .schedule(Optional.of(new ScheduleFile(Path.of("schedule.yml"), faults)))
        .timeLimit(TIME_LIMIT);
  }

  /** The same without faults. */
  static RunOptions.Builder quick(RunOptions.Builder options, int nodes) {
    return options
        .nodes(nodes)
        .threads(2 * nodes)
        .rate(RATE)
        .timeLimit(Duration.ofSeconds(1))
        .warmUp(WARM_UP)
        .operationTimeout(OPERATION_TIMEOUT)
        .seed(SEED.state());
  }

  private static PlannedFault fault(String name, long atMillis, long untilMillis) {
    return new PlannedFault(
        atMillis,
        untilMillis,
        FaultTypes.get(name),
        FaultTargeting.NAMED + STRUCK,
        SEED.split(name));
  }
}
