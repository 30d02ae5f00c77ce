package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.undo.UndoScope;
import dev.ordeal.targets.undo.Undoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ClientProcessesTest {
  /** Leaves a process without a parent, and goes on itself. */
  private static final String DAEMON =
      "echo $LABEL in $(pwd) >about; (setsid sleep 600 & echo $! >daemon); echo done; read end";

  @TempDir private Path folder;
  private Path node;
  private Path work;
  private FaultJournal journal;

  @BeforeEach
  void folders() throws IOException {
    node = Files.createDirectories(folder.resolve("nodes/n1"));
    work = Files.createDirectories(folder.resolve("of the user"));
    journal = FaultJournal.open(folder.resolve("faults.jsonl"));
  }

  private ClientProcesses processes(String run) {
    return new ClientProcesses(run, journal, Map.of("n1", node));
  }

  private long daemon(Process started) throws IOException {
    assertThat(started.inputReader().readLine()).isEqualTo("done");
    return Long.parseLong(Files.readString(work.resolve("daemon")).strip());
  }

  private static void awaitEnd(long pid) throws Exception {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatAClientStartedEndsWithTheRun() throws Exception {
    String run = "2026-01-01T00-00-00.000Z-" + ProcessHandle.current().pid() + "1";
    ClientProcesses processes = processes(run);
    Process started = processes.start(List.of("sh", "-c", DAEMON), work, Map.of("LABEL", "client"));
    long daemon = daemon(started);
    assertThat(work.resolve("about")).hasContent("client in " + work);
    assertThat(FaultJournal.openEntries(folder.resolve("faults.jsonl"))).hasSize(1);
    processes.close();
    awaitEnd(daemon);
    awaitEnd(started.pid());
    assertThat(FaultJournal.openEntries(folder.resolve("faults.jsonl"))).isEmpty();
    assertThatThrownBy(() -> processes.start(List.of("true"), work, Map.of()))
        .hasMessageContaining("the run is over");
    assertThat(processes.log("n1")).isEqualTo(node.resolve("clients.log"));
  }

  @Test
  void anotherProcessEndsItByTheJournal() throws Exception {
    String run = "2026-01-01T00-00-00.000Z-" + ProcessHandle.current().pid() + "2";
    Process started =
        processes(run).start(List.of("sh", "-c", DAEMON), work, Map.of("LABEL", "client"));
    long daemon = daemon(started);
    Undo undo = FaultJournal.openEntries(folder.resolve("faults.jsonl")).getFirst().undo();
    UndoScope scope = new UndoScope(run, List.of(folder.toString()), List.of(), "", "embedded");
    try (Undoing undoing = new Undoing(scope)) {
      undoing.undo(undo);
    }
    awaitEnd(daemon);
    awaitEnd(started.pid());
  }
}
