package dev.ordeal.targets.process;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.host.HostShell;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.Life;
import dev.ordeal.targets.host.LocalShell;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.shell.ExitStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node that is a child process, with everything that process starts. */
final class ProcessNode {
  private static final Path PROC = Path.of("/proc/self");

  /** Becomes a program that leads a session of its own, where there is a tool for that. */
  private static final String OWN_SESSION =
      "if command -v setsid >/dev/null; then exec setsid \"$@\"; else exec \"$@\"; fi";

  private static final int LOOKS = 2;
  private static final long LOOK_MILLIS = 50;
  private static final Duration DEATH_PATIENCE = Duration.ofSeconds(10);

  private final NodeView view;
  private final Database database;
  private final Map<String, String> environment;
  private final Entering entering;
  private final String runId;
  private final HostShell place;
  private final MarkedProcesses marked;
  private final FaultJournal journal;
  private volatile Process process;

  /** Whether the first process ended while others lived on, as it does that of daemons. */
  private volatile boolean isDaemon;

  private long journalled;

  /** Makes a command one that is run where it has to be. */
  interface Entering {
    List<String> command(List<String> command) throws IOException;
  }

  /**
   * @param environment variables for its processes
   * @param entering makes a command one whose program sees the node's disk
   */
  ProcessNode(
      NodeView view,
      Database database,
      Map<String, String> environment,
      Entering entering,
      String runId,
      FaultJournal journal) {
    this.view = view;
    this.database = database;
    this.environment = environment;
    this.entering = entering;
    this.runId = runId;
    this.place = new LocalShell(view.name());
    this.marked = new MarkedProcesses(runId, view.name());
    this.journal = journal;
  }

  NodeView view() {
    return view;
  }

  /** Whether a process of the node lives; its launcher may have ended, as daemons' do. */
  synchronized boolean isRunning() throws IOException {
    return process != null && (process.isAlive() || place.execute(marked.isThere()).isGood());
  }

  /** The node's processes now; empty also where there is no {@code /proc}. */
  List<NodeProcess> processes() throws IOException {
    return MarkedProcesses.read(place.require(marked.list()));
  }

  /** Whether it has a process that is not just ending: one that lost its memory ends slowly. */
  private boolean lives() throws IOException {
    return Files.isDirectory(PROC)
        ? process != null && place.execute(marked.lives()).isGood()
        : isRunning();
  }

  synchronized void start() throws IOException, TargetException {
    if (lives()) {
      return;
    }
    // What is left of one that ended by itself, or is just ending.
    kill();
    List<String> command = new ArrayList<>(List.of("sh", "-c", marked.join() + "; " + OWN_SESSION));
    command.add("sh");
    command.addAll(entering.command(database.launch(view)));
    // Written before the start, and true whatever number the process gets.
    journalled =
        journal.intent(
            "process of node " + view.name(), place.undo(new HostUndo.Kill(runId, view.name())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(view.folder().toFile());
    builder.environment().putAll(environment);
    builder.environment().put(MarkedProcesses.VARIABLE, marked.mark());
    File log = view.folder().resolve("node.log").toFile();
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    try {
      isDaemon = false;
      process = builder.start();
    } catch (IOException failed) {
      throw new TargetException(
          "Cannot start node %s: %s".formatted(view.name(), failed.getMessage()), failed);
    }
    ProcessId id = ProcessId.of(process.toHandle());
    journal.injected(journalled, "node " + view.name() + " is process " + id.pid());
  }

  /** Waits until all processes are gone, or the patience is over. */
  Life awaitGone(Duration patience) throws IOException, InterruptedException {
    Process first = process;
    if (first == null) {
      return Life.UNKNOWN;
    }
    if (!first.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Life.LIVES;
    }
    for (int look = 0; look < LOOKS; look++) {
      // One that becomes another program just then is not found for an instant.
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      List<NodeProcess> left = processes();
      if (!left.isEmpty()) {
        isDaemon = true;
        awaitEnd(left.getFirst().pid(), patience);
        // They lived when this began.
        return Life.LIVES;
      }
    }
    return first == process ? Life.GONE : Life.UNKNOWN;
  }

  private static void awaitEnd(long pid, Duration patience) throws InterruptedException {
    try {
      Optional<ProcessHandle> daemon = ProcessHandle.of(pid);
      if (daemon.isPresent()) {
        daemon.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException | ExecutionException lives) {
      // Looked at again.
    }
  }

  /** How it ended, by what its first process returned. */
  String endStatus() {
    Process first = process;
    if (first == null || first.isAlive()) {
      return "exit status not known";
    }
    return isDaemon
        ? "exit status not known: it was a daemon, whose launcher had ended before"
        : ExitStatus.text(first.exitValue());
  }

  synchronized void kill() throws IOException {
    if (process == null) {
      return;
    }
    // A stopped process dies of this, too; its children first would be restarted by it.
    List<ProcessHandle> tree = process.descendants().toList();
    process.destroyForcibly();
    tree.forEach(ProcessHandle::destroyForcibly);
    if (!place.execute(marked.kill()).isGood()) {
      List<NodeProcess> left = processes();
      // On a busy machine the last look may be later than the end.
      if (!left.isEmpty()) {
        throw new IOException(
            "node %s still runs 10 s after SIGKILL: %s".formatted(view.name(), left));
      }
    }
    awaitDeath();
  }

  private void awaitDeath() throws IOException {
    try {
      if (!process.waitFor(DEATH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("process %d is still running after SIGKILL".formatted(process.pid()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while node " + view.name() + " died", interrupted);
    }
    closeInput();
    journal.undone(journalled, "node " + view.name() + " is down");
    process = null;
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // The pipe went with the process.
    }
  }

  /** Asks the first process to end, or all others if that has ended; then kills what is left. */
  synchronized void stop(Duration patience) throws IOException {
    if (process == null) {
      return;
    }
    if (process.isAlive()) {
      process.destroy();
      try {
        process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    } else {
      place.require(marked.stop((int) Math.max(1, patience.toMillis() / 100)));
    }
    kill();
  }

  synchronized void pause() throws IOException {
    place.require(marked.pause());
  }

  synchronized void resume() throws IOException {
    place.require(marked.resume());
  }

  /** How another process sets this one going again. */
  Undo resumeUndo() {
    return place.undo(new HostUndo.Resume(runId, view.name()));
  }
}
