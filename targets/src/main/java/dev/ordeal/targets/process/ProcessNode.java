package dev.ordeal.targets.process;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.Marked;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node that is a child process, with everything that process starts. */
final class ProcessNode {
  private static final Duration DEATH_PATIENCE = Duration.ofSeconds(10);

  private final NodeView view;
  private final Database database;
  private final Map<String, String> environment;
  private final Entering entering;
  private final String runId;
  private final FaultJournal journal;
  private Process process;
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
    this.journal = journal;
  }

  NodeView view() {
    return view;
  }

  synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  synchronized void start() throws IOException, TargetException {
    if (isRunning()) {
      return;
    }
    // What is left of one that ended by itself.
    kill();
    List<String> command = entering.command(database.launch(view));
    // Written before the start, and true whatever number the process gets.
    journalled =
        journal.intent(
            "process of node " + view.name(),
            new Undo("kill-marked", Map.of("variable", Marked.VARIABLE, "value", mark())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(view.folder().toFile());
    builder.environment().putAll(environment);
    builder.environment().put(Marked.VARIABLE, mark());
    File log = view.folder().resolve("node.log").toFile();
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw new TargetException(
          "Cannot start node %s: %s".formatted(view.name(), failed.getMessage()), failed);
    }
    ProcessId id = ProcessId.of(process.toHandle());
    journal.injected(journalled, "node " + view.name() + " is process " + id.pid());
  }

  private String mark() {
    return runId + "/" + view.name();
  }

  synchronized void kill() throws IOException {
    if (process == null) {
      return;
    }
    // A stopped process dies of this, too; its children first would be restarted by it.
    List<ProcessHandle> tree = process.descendants().toList();
    process.destroyForcibly();
    tree.forEach(ProcessHandle::destroyForcibly);
    awaitDeath();
  }

  private void awaitDeath() throws IOException {
    try {
      if (!process.waitFor(DEATH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("process %d does not die".formatted(process.pid()));
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

  synchronized void stop(Duration patience) throws IOException {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  synchronized void signal(String name) throws IOException {
    if (!isRunning()) {
      return;
    }
    signal(name, process.pid());
    for (ProcessHandle child : process.descendants().toList()) {
      signal(name, child.pid());
    }
  }

  private static void signal(String name, long pid) throws IOException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
            .redirectErrorStream(true)
            .start();
    try {
      if (!kill.waitFor(DEATH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill.destroyForcibly();
        throw new IOException("kill -" + name + " " + pid + " does not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
    if (kill.exitValue() != 0 && ProcessHandle.of(pid).isPresent()) {
      throw new IOException(
          "kill -%s %d: %s"
              .formatted(
                  name,
                  pid,
                  new String(
                          kill.getInputStream().readAllBytes(),
                          java.nio.charset.StandardCharsets.UTF_8)
                      .strip()));
    }
  }

  /** How another process sets this one going again. */
  Undo resumeUndo() {
    return new Undo("continue-marked", Map.of("variable", Marked.VARIABLE, "value", mark()));
  }
}
