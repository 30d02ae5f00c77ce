package dev.ordeal.harness.run;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.SteadyState;
import dev.ordeal.checkers.activity.SteadyStateChecker;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which checkers judge a run: those of its workload, of what else it was asked to keep, and whether
 * it was whole.
 */
public final class Judging {
  /** The option of a run that holds its steady state. */
  static final String STEADY_STATE = "steady-state";

  /** The option of a run that holds how long operations are generated. */
  static final String TIME_LIMIT = "time-limit";

  /** The option of a run that holds the operations a second that were asked for. */
  static final String RATE = "rate";

  private Judging() {}

  /** The checkers of a saved run; empty if its workload is not known here. */
  public static Optional<List<Checker>> of(RunInfo run) {
    return Workloads.ofRun(run).map(workload -> of(run, workload));
  }

  /** The checkers of a run of a workload. */
  static List<Checker> of(RunInfo run, Workload workload) {
    List<Checker> checkers = new ArrayList<>(workload.checkers());
    String steadyState = run.options().getOrDefault(STEADY_STATE, "");
    if (!steadyState.isEmpty()) {
      checkers.add(new SteadyStateChecker(SteadyState.parse(steadyState)));
    }
    checkers.add(new WholeRunChecker(run));
    return checkers;
  }
}
