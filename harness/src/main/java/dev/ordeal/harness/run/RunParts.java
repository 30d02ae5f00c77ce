package dev.ordeal.harness.run;

import dev.ordeal.targets.Database;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.Workload;

/**
 * What a run is made of.
 *
 * @param database what is tested; foreign code is to be behind a {@code TimeLimitedDatabase}
 * @param watcher told how it goes
 * @param stop ends it early
 * @param breaches takes what foreign code does against its contract
 * @param prelude comes before the operations
 */
public record RunParts(
    RunOptions options,
    Database database,
    Workload<?> workload,
    Watcher watcher,
    Stop stop,
    Breaches breaches,
    Prelude prelude) {
  /** What {@code ordeal run} is made of: nothing comes before the operations. */
  public RunParts(
      RunOptions options,
      Database database,
      Workload<?> workload,
      Watcher watcher,
      Stop stop,
      Breaches breaches) {
    this(options, database, workload, watcher, stop, breaches, Prelude.NONE);
  }
}
