package dev.ordeal.junit;

import dev.ordeal.harness.cli.LeftRuns;
import dev.ordeal.harness.run.Run;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.run.RunParts;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.results.run.Failures;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.workloads.Workload;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * One run with everything around it: what earlier runs left, its folder, and ends that were not
 * planned. Signals, {@code System.exit} and logs of libraries are the affair of the program that
 * runs the tests; where it ends, a shutdown hook heals first.
 */
final class Launch {
  private static final Duration HEAL_LIMIT = Duration.ofSeconds(90);
  private static final int SAME_RUN_MAX = 5;

  private final RunOptions options;
  private final Database database;
  private final Workload<?> workload;
  private final RunLog log;
  private final Breaches breaches;
  private final Again again;
  private final Stop stop = new Stop();
  private volatile RunFolder folder;

  Launch(OrdealBuilder.Planned planned, RunLog log, Breaches breaches) {
    this.options = planned.options();
    this.database = planned.database();
    this.workload = planned.workload();
    this.again = planned.again();
    this.log = log;
    this.breaches = breaches;
  }

  /**
   * Runs.
   *
   * @throws OrdealException if it could not be made, or the test was interrupted
   */
  OrdealRun execute() {
    FutureTask<Run.Result> task = new FutureTask<>(this::carryOut);
    Thread runner =
        Thread.ofPlatform().daemon().name("ordeal run, seed " + again.seed()).unstarted(task);
    Thread hook = new Thread(() -> end(runner, "the JVM ended"), "ordeal heals");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      runner.start();
      return new OrdealRun(task.get(), again);
    } catch (InterruptedException interrupted) {
      boolean isOver = end(runner, "the test was interrupted");
      Thread.currentThread().interrupt();
      throw new OrdealException(
          "The test was interrupted, by a time limit or a user. %s%s"
              .formatted(
                  isOver ? "Left: " + undone() : "NOT everything is undone: ordeal heal --all",
                  folder == null ? "" : "; what was recorded is in " + folder),
          interrupted);
    } catch (ExecutionException failed) {
      throw explained(failed.getCause());
    } finally {
      forget(hook);
    }
  }

  private Run.Result carryOut() throws IOException, TargetException, InterruptedException {
    Run run = new Run(new RunParts(options, database, workload, log, stop, breaches, again));
    LeftRuns.ofUser().healBefore(options.out(), log);
    for (int attempt = 1; ; attempt++) {
      RunFolder fresh =
          RunFolder.create(
              options.out(),
              database.name() + "-" + workload.name(),
              Instant.ofEpochMilli(RunsFolder.startMillis()),
              again.seed());
      folder = fresh;
      log.open(fresh);
      log.note("seed " + again.seed() + ", test " + again.test());
      try {
        return run.execute(fresh);
      } catch (IOException failed) {
        // Another process began a run of this seed in this millisecond; nothing was started.
        boolean isTaken = failed.getCause() instanceof FileAlreadyExistsException;
        if (!isTaken || attempt == SAME_RUN_MAX) {
          throw failed;
        }
        discard(fresh);
      }
    }
  }

  private static void discard(RunFolder unused) throws IOException {
    Files.deleteIfExists(unused.log());
    Path nodes = unused.path().resolve("nodes");
    Files.deleteIfExists(nodes);
    Files.deleteIfExists(unused.path());
  }

  /** Has the run undo everything; whether it has ended. */
  private boolean end(Thread runner, String why) {
    stop.leave(why);
    long deadline = System.nanoTime() + HEAL_LIMIT.toNanos();
    boolean isInterrupted = false;
    while (runner.isAlive() && System.nanoTime() < deadline) {
      try {
        runner.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException again) {
        // The faults have to be undone all the same.
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    return !runner.isAlive();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The JVM ends, and the hook finds a run that is over.
    }
  }

  private RuntimeException explained(Throwable cause) {
    if (cause instanceof IllegalArgumentException wrong && folder == null) {
      return wrong;
    }
    String what = Redaction.text(Failures.text(cause));
    String where = folder == null ? "" : "%n  log        %s".formatted(folder.log());
    return new OrdealException(
        "The run could not be made: %s%n  left       %s%s%n  again      %s"
            .formatted(what, undone(), where, again.text()),
        cause);
  }

  /** What a run that is over has left, as its fault journal says. */
  private String undone() {
    if (folder == null || !Files.exists(folder.faults())) {
      return "nothing had been started";
    }
    try {
      return FaultJournal.openEntries(folder.faults()).isEmpty()
          ? "nothing: everything was undone"
          : "NOT everything is undone: ordeal heal " + folder;
    } catch (IOException unreadable) {
      return "whether everything is undone is not known: ordeal heal " + folder;
    }
  }
}
