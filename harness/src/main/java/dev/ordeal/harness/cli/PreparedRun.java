package dev.ordeal.harness.cli;

import dev.ordeal.harness.run.Run;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.run.RunParts;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.harness.run.Watcher;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.workloads.Workload;

/**
 * A run that was asked for and has not begun.
 *
 * @param breaches takes what foreign code does against its contract
 */
record PreparedRun(RunOptions options, Database database, Workload<?> workload, Breaches breaches) {
  /** Plans it. */
  Run run(Watcher watcher, Stop stop) throws ForeignCodeException {
    return new Run(new RunParts(options, database, workload, watcher, stop, breaches));
  }
}
