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

/** Which checkers judge a run: those of its workload, and of what else it was asked to keep. */
public final class Judging {
  /** The option of a run that holds its steady state. */
  static final String STEADY_STATE = "steady-state";

  private Judging() {}

  /** The checkers of a saved run; empty if its workload is not known here. */
  public static Optional<List<Checker>> of(RunInfo run) {
    return Workloads.ofRun(run)
        .map(workload -> of(workload, run.options().getOrDefault(STEADY_STATE, "")));
  }

  /**
   * The checkers of a run.
   *
   * @param steadyState as {@link SteadyState#parse} reads it; empty for none
   */
  static List<Checker> of(Workload workload, String steadyState) {
    List<Checker> checkers = new ArrayList<>(workload.checkers());
    if (!steadyState.isEmpty()) {
      checkers.add(new SteadyStateChecker(SteadyState.parse(steadyState)));
    }
    return checkers;
  }
}
