package dev.ordeal.harness.cli;

import dev.ordeal.harness.run.Run;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.harness.supervise.RunLogging;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** One run with everything around it: signals, what earlier runs left, its folder, its log. */
final class LaunchedRun {
  private final PreparedRun prepared;
  private final ConsoleWatcher watcher;
  private final Stop stop = new Stop();
  private final EarlyEnd early;

  /**
   * A run; signals and {@code System.exit} are its affair from now on.
   *
   * @param isAlone whether a signal before it starts anything may end the process at once; else it
   *     only asks the run to stop
   */
  LaunchedRun(PreparedRun prepared, ConsoleWatcher watcher, PrintWriter err, boolean isAlone) {
    this.prepared = prepared;
    this.watcher = watcher;
    early = new EarlyEnd(stop, err, isAlone);
    early.listen();
  }

  /** Whether it was told to end early. */
  boolean isStopped() {
    return stop.isRequested();
  }

  /**
   * Runs in a new folder below another.
   *
   * @return nothing if it was interrupted before there was anything to judge
   * @throws TargetException if the environment or the target is unavailable
   * @throws IOException if something could not be recorded, or foreign code ended the run
   */
  Optional<Run.Result> execute(Path out) throws IOException, TargetException, InterruptedException {
    Run run = prepared.run(watcher, stop);
    LeftRuns.ofUser().healBefore(out, watcher);
    if (stop.isRequested()) {
      return Optional.empty();
    }
    long seed = prepared.options().seed();
    RunFolder folder =
        RunFolder.create(
            out,
            prepared.database().name() + "-" + prepared.workload().name(),
            Instant.now(),
            seed);
    RunLogging.toFile(folder.log());
    watcher.note("seed " + seed + ", run folder " + folder);
    early.heals(folder);
    try {
      return Optional.of(run.execute(folder));
    } catch (IOException | TargetException failed) {
      if (!stop.isRequested()) {
        throw failed;
      }
      watcher.problem("Interrupted (%s): %s".formatted(stop.reason(), failed.getMessage()));
      return Optional.empty();
    } finally {
      ExitGuard.allIsHealed();
    }
  }

  /** Whether a run left something that could not be undone; if so, prints what. */
  static boolean hasLeft(Run.Result result, PrintWriter err) {
    if (!result.left().isEmpty()) {
      err.printf(
          "Not everything could be undone: %s%nWhen it can be reached again: %s heal %s%n",
          result.left(), LaunchedAs.command(), result.folder());
      err.flush();
    }
    return !result.left().isEmpty();
  }
}
