package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.harness.terminal.Interrupts;
import dev.ordeal.nemesis.Healing;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.targets.undo.UndoScope;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends of a run that were not planned: signals, and {@code System.exit} by foreign code.
 *
 * <p>Before anything is started the first signal leaves at once. Afterwards the first stops, heals
 * and judges what was recorded; the second leaves once everything is healed. Only the run itself
 * heals while it can: another healer at the same time would race it. The journal is used where the
 * run has not healed within {@link #HEAL_LIMIT}, or at a third signal.
 */
final class EarlyEnd {
  private static final Duration HEAL_LIMIT = Duration.ofSeconds(30);

  private final Stop stop;
  private final PrintWriter err;
  private final boolean isAlone;
  private final AtomicInteger signals = new AtomicInteger();
  private volatile RunFolder folder;

  /**
   * Ends of a run.
   *
   * @param isAlone whether the process is there for this run only, so that the first signal leaves
   *     as long as the run has no folder; else only the run is asked to stop
   */
  EarlyEnd(Stop stop, PrintWriter err, boolean isAlone) {
    this.stop = stop;
    this.err = err;
    this.isAlone = isAlone;
  }

  /** Listens from now on. */
  void listen() {
    Interrupts.handle(this::signal);
    ExitGuard.beforeUnexpectedEnd(this::exiting);
  }

  /** The folder of the run, once there is one: what it holds is healed. */
  void heals(RunFolder newFolder) {
    folder = newFolder;
  }

  private void signal(String name) {
    int number = signals.incrementAndGet();
    if (folder == null && (isAlone || number > 1)) {
      leave(Duration.ZERO, name);
    }
    switch (number) {
      case 1 -> {
        say(
            "Stopping (%s): healing, then checking what was recorded. Again: heal and leave.",
            name);
        stop.request(name);
      }
      case 2 -> {
        say("Leaving once everything is healed, without checking. Again: leave at once.");
        say("The history is in %s", folder);
        stop.leave(name);
        Thread.ofPlatform().daemon().name("leaving").start(() -> leave(HEAL_LIMIT, name));
      }
      default -> leave(Duration.ZERO, name);
    }
  }

  private synchronized void leave(Duration limit, String why) {
    end(limit, "interrupted", why);
    say("Left. %s", folder == null ? "Nothing was started." : "The history is in " + folder);
    Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
  }

  private void exiting(String why) {
    stop.leave(why);
    end(HEAL_LIMIT, "failed", why);
  }

  private void end(Duration limit, String state, String why) {
    RunFolder run = folder;
    if (run == null) {
      return;
    }
    boolean isHealed = stop.awaitHealed(limit);
    try {
      if (!isHealed) {
        healFromJournal(run);
      }
      RunInfo info = run.info();
      if (!info.state().equals("finished")) {
        run.write(info.ended(state, why, info.problems()));
      }
    } catch (IOException problem) {
      say("Healing failed: %s. Try: %s heal %s", problem.getMessage(), LaunchedAs.command(), run);
    }
  }

  /**
   * Undoes what is open while the run's own threads may still be at work. They may have been about
   * to start something: the run stays on the list, and the next healing looks again.
   */
  private void healFromJournal(RunFolder run) throws IOException {
    stop.seal();
    Optional<ListedRun> listed = OpenRuns.ofUser().byId(run.path().getFileName().toString());
    if (listed.isPresent()) {
      Healing.heal(run, UndoScope.of(listed.get().run()))
          .failed()
          .forEach(failed -> say("NOT healed: %s", failed));
      say("To be sure that nothing is left: %s heal --all", LaunchedAs.command());
    }
  }

  private void say(String text, Object... arguments) {
    err.printf(text + "%n", arguments);
    err.flush();
  }
}
