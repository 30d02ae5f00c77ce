package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.ability.Clocks;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.ability.MemoryLimits;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.ProcessorLimits;
import dev.ordeal.targets.ability.ResourceLimit;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.PacketTrouble;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import dev.ordeal.targets.undo.UndoScope;
import dev.ordeal.targets.undo.Undoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Faults as the nodes themselves see them: injected, undone, and undone by another process after
 * the one that injected them has gone. These are the ones that depend on the nodes' kernel.
 */
abstract class KernelFaultContract {
  static final int DATAGRAMS = 100;
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Set<Link> N1_AND_N2 = Set.of(new Link("n1", "n2"), new Link("n2", "n1"));

  private Path run;
  private String runId;
  private Path journalFile;
  private FaultJournal journal;
  private UndoScope scope;
  Cluster cluster;
  private EmbeddedToxiproxy toxiproxy;

  /** The environment's name, as on the command line. */
  abstract String environment();

  abstract EnvironmentSettings settings() throws Exception;

  /** What is prepared. */
  Set<Class<?>> wanted() {
    return Set.of(PacketImpairments.class, Clocks.class, ProcessorLimits.class, MemoryLimits.class);
  }

  /** Processes, rules and files of a run that are still there, in words. */
  abstract String left(String runId) throws IOException;

  /** Whether tests share a cluster: for machines on which it takes long to start one. */
  boolean keepsCluster() {
    return false;
  }

  @BeforeEach
  void start() throws Exception {
    if (cluster == null) {
      start(new Probe(), wanted());
    }
  }

  /** Goes on with a cluster of another database. */
  final void startInstead(Database database, Set<Class<?>> wanted) throws Exception {
    stopCluster();
    start(database, wanted);
  }

  private void start(Database database, Set<Class<?>> wanted) throws Exception {
    EnvironmentSettings settings = settings();
    runId = "fault-contract-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    // Not of one test: it may outlive it.
    run = TestFolders.create();
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String name : List.of("n1", "n2", "n3")) {
      folders.put(name, Files.createDirectories(run.resolve(name)));
    }
    journalFile = run.resolve(TestFolders.FAULTS);
    scope =
        new UndoScope(
            runId,
            List.of(run.toString()),
            settings.ssh().stream().map(SshAddress::toString).toList(),
            settings.sshConfig() == null ? "" : settings.sshConfig().toString(),
            "embedded");
    TestFolders.note(journalFile, scope);
    journal = FaultJournal.open(journalFile);
    toxiproxy = new EmbeddedToxiproxy(1);
    cluster =
        Environments.start(
            environment(),
            settings,
            new ClusterSetup(database, runId, folders, journal, toxiproxy, List.of(), wanted));
    cluster.awaitReady(PATIENCE);
  }

  /** What is here of a node's log. */
  final String log(String node) throws IOException {
    Path log = run.resolve(node).resolve(NodeLog.NAME);
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @AfterEach
  void stop() throws Exception {
    if (!keepsCluster()) {
      stopCluster();
    }
  }

  final void stopCluster() throws Exception {
    if (cluster != null) {
      cluster.close();
      cluster = null;
      journal.close();
      assertThat(FaultJournal.openEntries(journalFile)).isEmpty();
      assertThat(left(runId)).isEmpty();
      TestFolders.remove(run);
    }
  }

  /** Leaves a test out where something cannot be had, and says why. */
  final void need(Class<?> ability) {
    String why = cluster.missing(ability).orElse("");
    assumeTrue(why.isEmpty(), why);
  }

  private boolean has(Class<?> ability) {
    return wanted().contains(ability) && cluster.missing(ability).isEmpty();
  }

  final String ask(String node, String question) throws Exception {
    return ((Probe.Asking) cluster.client(Object.class, node).orElseThrow()).ask(question);
  }

  final boolean pings(String from, String to) throws Exception {
    return !ask(from, "ping " + to).equals("none");
  }

  private long millis(String from, String to) throws Exception {
    return Long.parseLong(ask(from, "ping " + to));
  }

  /** Of a few pings: a single one may be slow because the machine is busy. */
  final long leastMillis(String from, String to) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      least = Math.min(least, millis(from, to));
    }
    return least;
  }

  /** Carries out what the journal says, as another process would after this one had died. */
  private void healFromTheJournal() throws IOException {
    healFromTheJournal(Integer.MAX_VALUE);
    assertThat(FaultJournal.openEntries(journalFile)).isEmpty();
  }

  /** Carries out the newest entries. */
  private void healFromTheJournal(int count) throws IOException {
    List<FaultJournal.Line> open = FaultJournal.openEntries(journalFile);
    try (Undoing undoing = new Undoing(scope)) {
      for (FaultJournal.Line line : open.reversed().stream().limit(count).toList()) {
        undoing.undo(line.undo());
        journal.undone(line.id(), "healed");
      }
    }
  }

  @Test
  void packetsAreLateTwiceOutOfOrderOrWrong() throws Exception {
    need(PacketImpairments.class);
    assertThat(pings("n1", "n2")).isTrue();
    cluster
        .ability(PacketImpairments.class)
        .impairPackets("fault1", N1_AND_N2, new PacketTrouble.Delay(400, 0));
    assertThat(leastMillis("n1", "n2")).isBetween(400L, 1_200L);
    assertThat(leastMillis("n1", "n3")).isLessThan(400);
    Set<Link> others = Set.of(new Link("n1", "n3"));
    cluster
        .ability(PacketImpairments.class)
        .impairPackets("fault5", others, new PacketTrouble.Delay(400, 0));
    assertThat(leastMillis("n1", "n3")).isBetween(400L, 1_200L);
    cluster.ability(LinkCuts.class).restorePackets("fault1", Link.ends(N1_AND_N2));
    cluster.ability(LinkCuts.class).restorePackets("fault5", Link.ends(others));
    assertThat(leastMillis("n1", "n2")).isLessThan(400);

    cluster
        .ability(PacketImpairments.class)
        .impairPackets("fault2", N1_AND_N2, new PacketTrouble.Duplication(0.5));
    assertThat(sent("n1", "n2").twice()).isPositive();
    cluster.ability(LinkCuts.class).restorePackets("fault2", Link.ends(N1_AND_N2));
    cluster
        .ability(PacketImpairments.class)
        .impairPackets("fault3", N1_AND_N2, new PacketTrouble.Reordering(0.2, 50));
    assertThat(sent("n1", "n2").late()).isPositive();
    cluster.ability(LinkCuts.class).restorePackets("fault3", Link.ends(N1_AND_N2));
    cluster
        .ability(PacketImpairments.class)
        .impairPackets("fault4", N1_AND_N2, new PacketTrouble.Corruption(0.2));
    assertThat(sent("n1", "n2").count()).isLessThan(DATAGRAMS);
    sendAndAwaitAll("n1", "n3");
    cluster.ability(LinkCuts.class).restorePackets("fault4", Link.ends(N1_AND_N2));
    sendAndAwaitAll("n1", "n2");
  }

  record Arrivals(int batch, int count, int twice, int late, boolean ended) {}

  /** Sends datagrams, and waits for what comes of them. */
  final Arrivals sent(String from, String to) throws Exception {
    int batch = send(from, to, DATAGRAMS, 0);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Arrivals arrived;
    do {
      // What comes after them tells that they have arrived, or never will.
      assertThat(ask(from, "end " + to)).isEqualTo("ok");
      arrived = arrived(from, to, 0);
      assertThat(System.nanoTime()).isLessThan(deadline);
    } while (arrived.batch() != batch || !arrived.ended());
    return arrived;
  }

  final void sendAndAwaitAll(String from, String to) throws Exception {
    awaitAll(from, to, send(from, to, DATAGRAMS, 0), DATAGRAMS, 0);
  }

  /** Waits until all datagrams of a batch have arrived at a port, once and in order. */
  final void awaitAll(String from, String to, int batch, int count, int port) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Arrivals all = new Arrivals(batch, count, 0, 0, false);
    while (!arrived(from, to, port).equals(all)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** Sends a batch of datagrams; its number. */
  final int send(String from, String to, int count, int port) throws Exception {
    return Integer.parseInt(ask(from, "send %s %d %d".formatted(to, count, port)));
  }

  /** What has arrived of the newest batch of which anything has. */
  final Arrivals arrived(String from, String to, int port) throws Exception {
    String answer = ask(to, "received %s %d".formatted(from, port));
    if (answer.equals("null")) {
      return new Arrivals(0, 0, 0, 0, false);
    }
    String[] words = answer.split(" ");
    return new Arrivals(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Boolean.parseBoolean(words[4]));
  }

  @Test
  void aMovedClockIsSeenByTheNodeAndByNobodyElse() throws Exception {
    need(Clocks.class);
    // Emulated machines lose time now and then.
    long other = offset("n1");
    long usual = offset("n2");
    cluster.ability(Clocks.class).setClock("n2", -60_000);
    awaitOffset("n2", usual - 60_000);
    assertThat(cluster.ability(Clocks.class).readClock("n2").orElseThrow())
        .isBetween(usual - 62_000, usual - 58_000);
    awaitOffset("n1", other);
    cluster.ability(Clocks.class).setClock("n2", 0);
    awaitOffset("n2", usual);
  }

  final long offset(String node) throws Exception {
    long before = System.currentTimeMillis();
    return Long.parseLong(ask(node, "clock")) - before;
  }

  final void awaitOffset(String node, long expected) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    long offset;
    do {
      offset = offset(node);
    } while (Math.abs(offset - expected) > 1_000 && System.nanoTime() < deadline);
    assertThat(offset).isBetween(expected - 1_000, expected + 1_000);
  }

  @Test
  void aStarvedNodeIsSlow() throws Exception {
    need(ProcessorLimits.class);
    // Asked before, too: what a node loads at its first answer takes an emulated one long.
    assertThat(millisToSpin("n2")).isLessThan(1_500);
    ResourceLimit tenth = new ResourceLimit.Processor(0.1);
    try {
      cluster.ability(ProcessorLimits.class).limit("n2", "fault1", tenth);
      assertThat(millisToSpin("n2")).isGreaterThan(1_500);
      assertThat(millisToSpin("n1")).isLessThan(1_500);
    } finally {
      cluster.ability(ProcessorLimits.class).release("n2", "fault1");
    }
    assertThat(millisToSpin("n2")).isLessThan(1_500);
    journal.intent(
        "starvation", cluster.ability(ProcessorLimits.class).releaseUndo("n2", "fault1"));
    cluster.ability(ProcessorLimits.class).limit("n2", "fault1", tenth);
    healFromTheJournal(1);
    assertThat(millisToSpin("n2")).isLessThan(1_500);
  }

  private long millisToSpin(String node) throws Exception {
    return Long.parseLong(ask(node, "spin 300"));
  }

  @Test
  void aNodeThatWantsTooMuchMemoryIsKilled() throws Exception {
    need(MemoryLimits.class);
    assertThat(ask("n2", "take 24")).isEqualTo("24");
    cluster.ability(MemoryLimits.class).limit("n2", "fault1", new ResourceLimit.Memory(8 << 20));
    assertThat(ask("n1", "take 24")).isEqualTo("24");
    assertThatThrownBy(() -> ask("n2", "take 24")).isInstanceOf(IOException.class);
    // Its connections are closed a little before it is gone, and what still runs is not started.
    assertThat(cluster.awaitEnd("n2", PATIENCE)).isPresent();
    cluster.ability(MemoryLimits.class).release("n2", "fault1");
    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(ask("n2", "take 24")).isEqualTo("24");
    journal.intent("starvation", cluster.ability(MemoryLimits.class).releaseUndo("n2", "fault1"));
    cluster.ability(MemoryLimits.class).limit("n2", "fault1", new ResourceLimit.Memory(8 << 20));
    healFromTheJournal(1);
    // It may have wanted more meanwhile.
    if (cluster.awaitEnd("n2", Duration.ZERO).isPresent()) {
      cluster.ability(Processes.class).start("n2");
      cluster.awaitReady(PATIENCE);
    }
    assertThat(ask("n2", "take 24")).isEqualTo("24");
  }

  @Test
  void anotherProcessUndoesItAll() throws Exception {
    journal.intent(
        "partition",
        cluster.ability(LinkCuts.class).restoreUndos("fault1", Link.ends(N1_AND_N2)).getFirst());
    cluster.ability(LinkCuts.class).cut("fault1", N1_AND_N2);
    journal.intent("pause", cluster.ability(Processes.class).resumeUndo("n3"));
    cluster.ability(Processes.class).pause("n3");
    if (has(PacketImpairments.class)) {
      cluster
          .ability(PacketImpairments.class)
          .impairPackets("fault2", N1_AND_N2, new PacketTrouble.Corruption(0.5));
    }
    if (has(Clocks.class)) {
      journal.intent("clock", cluster.ability(Clocks.class).clockUndo("n2"));
      cluster.ability(Clocks.class).setClock("n2", -60_000);
    }
    if (has(Disks.class)) {
      journal.intent("full disk", cluster.ability(Disks.class).diskUndo("n1", "fault1"));
      cluster.ability(Disks.class).setDisk("n1", "fault1", DiskTrouble.FULL);
    }
    healFromTheJournal();
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(run.toString());
    assertThat(left(runId)).isEmpty();
    toxiproxy.close();
    journal.close();
    TestFolders.remove(run);
    cluster = null;
  }
}
