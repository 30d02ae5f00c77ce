package dev.ordeal.harness.judging;

import dev.ordeal.checkers.BroughtCheckers;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.AvailabilityChecker;
import dev.ordeal.checkers.activity.FaultsChecker;
import dev.ordeal.checkers.activity.JudgedTime;
import dev.ordeal.checkers.activity.SteadyState;
import dev.ordeal.checkers.activity.SteadyStateChecker;
import dev.ordeal.checkers.nodes.NodesChecker;
import dev.ordeal.harness.watch.LogChecker;
import dev.ordeal.harness.watch.LogRules;
import dev.ordeal.results.registry.Extensions;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which checkers judge a run: those of its workload, of what else it was asked to keep, and whether
 * it was whole.
 */
public final class Judging {
  /** The option of a run that holds its steady state. */
  public static final String STEADY_STATE = "steady-state";

  /** The option of a run that holds how long operations are generated. */
  public static final String TIME_LIMIT = "time-limit";

  /** The option of a run that holds for how long it is not judged at its beginning. */
  public static final String WARM_UP = "warm-up";

  /** The option of a run that holds the operations a second that were asked for. */
  public static final String RATE = "rate";

  /**
   * How long after the end of its budget a checker may still return: Ordeal's own say within two
   * seconds what they found.
   */
  public static final Duration GRACE = Duration.ofSeconds(3);

  private Judging() {}

  /**
   * The same checkers, each on a thread of its own if users brought anything that may take part in
   * one: it ends soon after its budget, whatever that does.
   */
  public static List<Checker> timeLimited(List<Checker> checkers) {
    return Extensions.current().entries().isEmpty()
        ? checkers
        : checkers.stream().<Checker>map(c -> new TimeLimitedChecker(c, GRACE)).toList();
  }

  /** The checkers of a saved run; empty if its workload is not known here. */
  public static Optional<List<Checker>> of(RunFolder folder) throws IOException {
    RunInfo run = folder.info();
    return Workloads.ofRun(run).map(workload -> of(folder, run, workload));
  }

  /** The checkers of a run of a workload. */
  public static List<Checker> of(RunFolder folder, RunInfo run, Workload<?> workload) {
    JudgedTime judged = judgedTime(run);
    List<Checker> checkers = new ArrayList<>();
    for (Checker checker : workload.checkers()) {
      checkers.add(
          checker instanceof AvailabilityChecker ? new AvailabilityChecker(judged) : checker);
    }
    checkers.addAll(BroughtCheckers.all());
    ofRun(folder, run, judged).forEach(checker -> add(checkers, checker));
    return checkers;
  }

  /** Of a run that ended early that is the reason, not what it never came to. */
  private static void add(List<Checker> checkers, Checker checker) {
    boolean isFirst = checker instanceof WholeRunChecker whole && !whole.isWhole();
    checkers.add(isFirst ? 0 : checkers.size(), checker);
  }

  /**
   * What is asked of a saved run whatever its operations are judged for: that it was whole, its
   * faults, nodes and logs, and a steady state if one was promised.
   *
   * @return none if nothing is known of the run but its history
   */
  public static List<Checker> ofRunAlone(RunFolder folder) throws IOException {
    if (!Files.exists(folder.path().resolve("run.json"))) {
      return List.of();
    }
    RunInfo run = folder.info();
    return ofRun(folder, run, judgedTime(run));
  }

  private static List<Checker> ofRun(RunFolder folder, RunInfo run, JudgedTime judged) {
    List<Checker> checkers = new ArrayList<>();
    String steadyState = run.options().getOrDefault(STEADY_STATE, "");
    if (!steadyState.isEmpty()) {
      checkers.add(new SteadyStateChecker(SteadyState.parse(steadyState), judged));
    }
    checkers.add(new WholeRunChecker(run));
    checkers.add(new FaultsChecker());
    checkers.add(new NodesChecker());
    checkers.add(new LogChecker(folder, LogRules.of(run.options())));
    return checkers;
  }

  /** The time in which a run was under load and warm; all of a run that does not say. */
  static JudgedTime judgedTime(RunInfo run) {
    String limit = run.options().getOrDefault(TIME_LIMIT, "");
    if (limit.isEmpty()) {
      return JudgedTime.ALL;
    }
    return JudgedTime.of(
        Durations.parse(run.options().getOrDefault(WARM_UP, "0s")), Durations.parse(limit));
  }
}
