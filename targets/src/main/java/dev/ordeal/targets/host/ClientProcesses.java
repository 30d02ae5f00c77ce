package dev.ordeal.targets.host;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.ClientPrograms;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.shell.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs of a run's clients, all with one mark and one entry of the journal. */
final class ClientProcesses implements ClientPrograms, AutoCloseable {
  /** Stands for a node's name in the mark. */
  private static final String NAME = "clients";

  /** Becomes the program, in its folder, with the mark, in a session of its own. */
  private static final String START =
      "; cd \"$1\" || exit 126; shift;"
          + " if command -v setsid >/dev/null; then exec setsid \"$@\"; else exec \"$@\"; fi";

  private final String runId;
  private final FaultJournal journal;
  private final Map<String, Path> folders;
  private final MarkedProcesses marked;
  private final LocalShell place = new LocalShell(NAME);
  private long entry;
  private boolean isClosed;

  /**
   * @param folders each node's folder in the run folder
   */
  ClientProcesses(String runId, FaultJournal journal, Map<String, Path> folders) {
    this.runId = runId;
    this.journal = journal;
    this.folders = folders;
    this.marked = new MarkedProcesses(runId, NAME);
  }

  @Override
  public synchronized Process start(
      List<String> command, Path folder, Map<String, String> environment) throws IOException {
    if (isClosed) {
      throw new IOException("the run is over; no client program is started any more");
    }
    if (entry == 0) {
      // Before the first start; one entry ends them all.
      entry = journal.intent("client programs", place.undo(new HostUndo.Kill(runId, NAME)));
    }
    List<String> words = new ArrayList<>(List.of("sh", "-c", marked.join() + START, "sh"));
    words.add(folder.toString());
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(folders.values().iterator().next().toFile());
    builder.environment().putAll(environment);
    builder.environment().put(MarkedProcesses.VARIABLE, marked.mark());
    return builder.start();
  }

  @Override
  public Path log(String node) {
    return folders.get(node).resolve("clients.log");
  }

  /**
   * Kills every process that was started, with what it started, and waits for their ends.
   *
   * @throws IOException if one lives on
   */
  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    if (entry != 0) {
      CommandResult answer = place.execute(marked.kill());
      if (!answer.isGood()) {
        throw new IOException("client programs still run after SIGKILL: " + answer.failure());
      }
      journal.undone(entry, "client programs have ended");
      entry = 0;
    }
  }
}
