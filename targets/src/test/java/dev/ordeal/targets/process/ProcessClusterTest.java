package dev.ordeal.targets.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.host.LocalShell;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import dev.ordeal.targets.undo.UndoScope;
import dev.ordeal.targets.undo.Undoing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessClusterTest {
  @TempDir private Path folder;

  /** A database that is a shell script. */
  private record Script(String text) implements Database {
    @Override
    public String name() {
      return "script";
    }

    @Override
    public String description() {
      return "a shell script";
    }

    @Override
    public List<String> peerPorts() {
      return List.of("peer");
    }

    @Override
    public String clientPort() {
      return "client";
    }

    @Override
    public List<String> launch(NodeView node) {
      return List.of("sh", "-c", text);
    }

    @Override
    public boolean isReady(Address client) {
      return false;
    }

    @Override
    public boolean isLeader(Address client) {
      return false;
    }

    @Override
    public Optional<AutoCloseable> client(Class<?> contract, Address client) {
      return Optional.empty();
    }
  }

  private Path journal() {
    return folder.resolve("faults.jsonl");
  }

  private ProcessCluster start(String script, String id, FaultJournal journal) throws Exception {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String name : List.of("n1", "n2")) {
      folders.put(name, Files.createDirectories(folder.resolve(name)));
    }
    return ProcessCluster.start(
        new ClusterSetup(
            new Script(script),
            id,
            folders,
            journal,
            new EmbeddedToxiproxy(1),
            List.of(),
            Set.of()));
  }

  @Test
  void aNodeThatDoesNotStartIsNamedWithItsLastWords() throws Exception {
    try (FaultJournal journal = FaultJournal.open(journal());
        ProcessCluster cluster =
            start("echo Cannot listen on port 7: Address in use; exit 1", "a", journal)) {
      assertThatThrownBy(() -> cluster.awaitReady(Duration.ofSeconds(10)))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining("Node n1 of script ended while starting")
          .hasMessageContaining("Address in use");
    }
    assertThat(FaultJournal.openEntries(journal())).isEmpty();
  }

  @Test
  void aNodeThatIsNeverReadyIsNamed() throws Exception {
    try (FaultJournal journal = FaultJournal.open(journal());
        ProcessCluster cluster = start("sleep 60", "b", journal)) {
      assertThatThrownBy(() -> cluster.awaitReady(Duration.ofMillis(300)))
          .hasMessageContaining("Node n1 of script does not serve clients");
    }
  }

  @Test
  void theWholeTreeOfProcessesEnds() throws Exception {
    try (FaultJournal journal = FaultJournal.open(journal());
        ProcessCluster cluster = start("sleep 61 & sleep 61", "c", journal)) {
      assertThat(cluster.nodes()).containsExactly("n1", "n2");
    }
    assertThat(marked("c")).isZero();
  }

  private static UndoScope scope(String runId) {
    return new UndoScope(runId, List.of(), List.of(), "", "embedded");
  }

  @Test
  void anotherProcessCanUndoFromTheJournalAlone() throws Exception {
    FaultJournal journal = FaultJournal.open(journal());
    // As if the control process had died: nobody closes the cluster.
    ProcessCluster abandoned = start("(sleep 62 &) ; sleep 62", "d", journal);
    abandoned.pause("n1");
    assertThat(marked("d")).isPositive();
    try (Undoing undoing = new Undoing(scope("d"))) {
      for (FaultJournal.Line line : FaultJournal.openEntries(journal())) {
        undoing.undo(line.undo());
      }
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (marked("d") > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(marked("d")).isZero();
    journal.close();
  }

  /** Overwrites its title and, with it, its environment. */
  private static final String OVERWRITTEN =
      "exec perl -e '$0=\"x\" x 4000; $SIG{TERM}=\"IGNORE\"; sleep 63 while 1'";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setsid sleep 63 & exit 0",
        "(setsid sh -c 'sleep 63 & sleep 63' &) ; sleep 63",
        "exec bash -c 'exec -a something sleep 63'",
        OVERWRITTEN,
        "env -i setsid sh -c 'env -i setsid sleep 63 & sleep 63' & exit 0",
        "env -i sh -c '(env -i setsid sleep 63 &) ; exit 0' & exit 0"
      })
  void everyProcessOfANodeIsStoppedResumedAndKilled(String script) throws Exception {
    assumeTrue(!script.contains("perl") || has("perl"), "needs perl");
    String id = "hide" + Integer.toHexString(script.hashCode());
    try (FaultJournal journal = FaultJournal.open(journal());
        ProcessCluster cluster = start(script, id, journal)) {
      await(() -> cluster.processes("n1").stream().anyMatch(ProcessClusterTest::isIdle));
      assertThat(cluster.isRunning("n1")).isTrue();
      cluster.pause("n1");
      assertThat(cluster.processes("n1")).isNotEmpty().allMatch(NodeProcess::isStopped);
      cluster.resume("n1");
      await(() -> cluster.processes("n1").stream().noneMatch(NodeProcess::isStopped));
      List<NodeProcess> before = cluster.processes("n1");
      cluster.kill("n1");
      assertThat(cluster.processes("n1")).isEmpty();
      assertThat(before).allMatch(ProcessClusterTest::isDead);
      assertThat(cluster.isRunning("n1")).isFalse();
      cluster.start("n1");
      await(() -> !cluster.processes("n1").isEmpty());
    }
    assertThat(FaultJournal.openEntries(journal())).isEmpty();
    for (Path group : List.of(Path.of("/sys/fs/cgroup/pids"), Path.of("/sys/fs/cgroup"))) {
      assertThat(group.resolve("ordeal-" + RunMark.tag(id) + "-n1")).doesNotExist();
    }
  }

  /**
   * A process that starts a program waits in the kernel until that is there, and can't be stopped
   * while it does; here until somebody opens a pipe. A child that was stopped half way is let go
   * on.
   */
  @Test
  void aNodeThatIsJustStartingAProgramIsStopped() throws Exception {
    assumeTrue(has("python3") && has("mkfifo"), "needs python3 and mkfifo");
    Path pipe = folder.resolve("pipe");
    assertThat(new LocalShell("here").execute("mkfifo '%s'".formatted(pipe)).isGood()).isTrue();
    String script =
        "exec python3 -c \"import os; os.posix_spawn('/bin/sleep', ['sleep', '63'], {},"
            + " file_actions=[(os.POSIX_SPAWN_OPEN, 0, '%s', os.O_RDONLY, 0)]); os.wait()\"";
    try (FaultJournal journal = FaultJournal.open(journal());
        ProcessCluster cluster = start(script.formatted(pipe), "v", journal)) {
      await(() -> cluster.processes("n1").stream().anyMatch(p -> p.state() == 'D'));
      FutureTask<Void> pausing =
          new FutureTask<>(
              () -> {
                cluster.pause("n1");
                return null;
              });
      Thread.ofVirtual().start(pausing);
      await(() -> cluster.processes("n1").stream().anyMatch(NodeProcess::isStopped));
      try (OutputStream opened = Files.newOutputStream(pipe)) {
        pausing.get();
        assertThat(cluster.processes("n1")).hasSize(2).allMatch(NodeProcess::isStopped);
        assertThat(opened).isNotNull();
      }
    }
    assertThat(marked("v")).isZero();
  }

  private static boolean isIdle(NodeProcess process) {
    return process.name().equals("sleep") || process.name().startsWith("x");
  }

  /** A zombie is dead, whether or not somebody reaps it. */
  private static boolean isDead(NodeProcess process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
          .matches("(?s).*\\) [ZX] .*");
    } catch (IOException gone) {
      return true;
    }
  }

  private static boolean has(String program) throws IOException {
    return new LocalShell("here").execute("command -v " + program).isGood();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private static long marked(String id) throws IOException {
    try (var processes = Files.list(Path.of("/proc"))) {
      return processes.filter(process -> isMarked(process, id)).count();
    }
  }

  private static boolean isMarked(Path process, String id) {
    try {
      return Files.readString(
              process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains("ORDEAL_RUN=" + id + "/n");
    } catch (IOException notAProcess) {
      return false;
    }
  }

  @Test
  void anUndoOfAnUnknownKindIsRefused() {
    assertThatThrownBy(() -> new Undoing(scope("x")).undo(new Undo("abracadabra", Map.of())))
        .hasMessageContaining("abracadabra");
  }
}
