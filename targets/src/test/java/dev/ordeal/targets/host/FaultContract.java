package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.Capability;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.Ration;
import dev.ordeal.targets.Undoing;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Toxin;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault as the nodes themselves see it: injected, undone, and undone by another process after
 * the one that injected it has gone.
 */
abstract class FaultContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<Link> N1_AND_N2 = Set.of(new Link("n1", "n2"), new Link("n2", "n1"));

  @TempDir private Path folder;
  private FaultJournal journal;
  private Cluster cluster;
  private EmbeddedToxiproxy toxiproxy;

  /** The environment's name, as on the command line. */
  abstract String environment();

  abstract Environments.Settings settings() throws Exception;

  /** Processes, rules and files of a run that are still there, in words. */
  abstract String left(String runId) throws IOException;

  private String runId;

  @BeforeEach
  void start() throws Exception {
    Environments.Settings settings = settings();
    runId = "fault-contract-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String name : List.of("n1", "n2", "n3")) {
      folders.put(name, Files.createDirectories(folder.resolve(name)));
    }
    journal = FaultJournal.open(folder.resolve("faults.jsonl"));
    toxiproxy = new EmbeddedToxiproxy(1);
    cluster =
        Environments.start(
            environment(),
            settings,
            new ClusterSetup(
                new Probe(),
                runId,
                folders,
                journal,
                toxiproxy,
                List.of(),
                Set.of(
                    Capability.CLOCK, Capability.DISK, Capability.PROCESSORS, Capability.MEMORY)));
    cluster.awaitReady(PATIENCE);
  }

  @AfterEach
  void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
      journal.close();
      assertThat(FaultJournal.openEntries(folder.resolve("faults.jsonl"))).isEmpty();
      assertThat(left(runId)).isEmpty();
    }
  }

  private String ask(String node, String question) throws Exception {
    return ((Probe.Asking) cluster.client(Object.class, node).orElseThrow()).ask(question);
  }

  private boolean pings(String from, String to) throws Exception {
    return !ask(from, "ping " + to).equals("none");
  }

  private long millis(String from, String to) throws Exception {
    return Long.parseLong(ask(from, "ping " + to));
  }

  /** Of a few pings: a single one may be slow because the machine is busy. */
  private long leastMillis(String from, String to) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      least = Math.min(least, millis(from, to));
    }
    return least;
  }

  /** Carries out what the journal says, as another process would after this one had died. */
  private void healFromTheJournal() throws IOException {
    healFromTheJournal(Integer.MAX_VALUE);
    assertThat(FaultJournal.openEntries(folder.resolve("faults.jsonl"))).isEmpty();
  }

  /** Carries out the newest entries. */
  private void healFromTheJournal(int count) throws IOException {
    List<FaultJournal.Line> open = FaultJournal.openEntries(folder.resolve("faults.jsonl"));
    for (FaultJournal.Line line : open.reversed().stream().limit(count).toList()) {
      Undoing.undo(line.undo());
      journal.undone(line.id(), "healed");
    }
  }

  @Test
  void partitionedNodesDoNotHearEachOther() throws Exception {
    assertThat(pings("n1", "n2")).isTrue();
    cluster.lose("fault1", N1_AND_N2, 1);
    assertThat(pings("n1", "n2")).isFalse();
    assertThat(pings("n2", "n1")).isFalse();
    assertThat(pings("n1", "n3")).isTrue();
    cluster.deliver("fault1", N1_AND_N2);
    assertThat(pings("n1", "n2")).isTrue();
    assertThat(pings("n2", "n1")).isTrue();
  }

  @Test
  void aOneWayPartitionLetsOneDirectionPass() throws Exception {
    assertThat(pings("n1", "n2")).isTrue();
    assertThat(pings("n2", "n1")).isTrue();
    Set<Link> deaf = Set.of(new Link("n2", "n1"));
    cluster.lose("fault1", deaf, 1);
    assertThat(pings("n1", "n2")).isFalse();
    assertThat(ask("n2", "heard n1")).isEqualTo("2");
    assertThat(pings("n2", "n1")).isFalse();
    assertThat(ask("n1", "heard n2")).isEqualTo("1");
    cluster.deliver("fault1", deaf);
    assertThat(pings("n1", "n2")).isTrue();
  }

  @Test
  void partitionsThatOverlapAreUndoneAlone() throws Exception {
    Set<Link> others = Set.of(new Link("n1", "n3"), new Link("n3", "n1"));
    cluster.lose("fault1", N1_AND_N2, 1);
    cluster.lose("fault12", N1_AND_N2, 1);
    cluster.lose("fault2", others, 1);
    cluster.deliver("fault1", N1_AND_N2);
    assertThat(pings("n1", "n2")).isFalse();
    cluster.deliver("fault12", N1_AND_N2);
    assertThat(pings("n1", "n2")).isTrue();
    assertThat(pings("n1", "n3")).isFalse();
  }

  @Test
  void latencyIsWhatWasAsked() throws Exception {
    assertThat(pings("n1", "n2")).isTrue();
    cluster.links().poison("fault1", N1_AND_N2, new Toxin.Latency(150, 0));
    assertThat(leastMillis("n1", "n2")).isBetween(300L, 600L);
    assertThat(pings("n1", "n3")).isTrue();
    cluster.links().cure("fault1");
    assertThat(leastMillis("n1", "n2")).isLessThan(150);
  }

  @Test
  void lostPacketsAreSentAgain() throws Exception {
    assumeTrue(!cluster.missing().containsKey(Capability.PACKETS), "no packets to lose");
    assertThat(pings("n1", "n2")).isTrue();
    cluster.lose("fault1", N1_AND_N2, 0.4);
    boolean late = false;
    for (int i = 0; i < 40 && !late; i++) {
      String answer = ask("n1", "ping n2");
      late = answer.equals("none") || Long.parseLong(answer) >= 150;
    }
    assertThat(late).isTrue();
    cluster.deliver("fault1", N1_AND_N2);
    ask("n1", "ping n2");
    assertThat(leastMillis("n1", "n2")).isLessThan(150);
  }

  @Test
  void pausedNodesSayNothing() throws Exception {
    cluster.pause("n2");
    assertThat(pings("n1", "n2")).isFalse();
    cluster.resume("n2");
    assertThat(pings("n1", "n2")).isTrue();
  }

  @Test
  void killedNodesAreGoneUntilStarted() throws Exception {
    cluster.kill("n2");
    assertThatThrownBy(() -> ask("n2", "name")).isInstanceOf(IOException.class);
    assertThat(pings("n1", "n2")).isFalse();
    cluster.start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(pings("n1", "n2")).isTrue();
    cluster.stop("n2", Duration.ofSeconds(5));
    assertThat(pings("n1", "n2")).isFalse();
  }

  @Test
  void aMovedClockIsSeenByTheNodeAndByNobodyElse() throws Exception {
    String why = cluster.missing().getOrDefault(Capability.CLOCK, "");
    assumeTrue(why.isEmpty(), why);
    cluster.setClock("n2", -60_000);
    awaitOffset("n2", -60_000);
    awaitOffset("n1", 0);
    cluster.setClock("n2", 0);
    awaitOffset("n2", 0);
  }

  private void awaitOffset(String node, long expected) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    long offset;
    do {
      long before = System.currentTimeMillis();
      offset = Long.parseLong(ask(node, "clock")) - before;
    } while (Math.abs(offset - expected) > 1_000 && System.nanoTime() < deadline);
    assertThat(offset).isBetween(expected - 1_000, expected + 1_000);
  }

  private void requireDisks() {
    String why = cluster.missing().getOrDefault(Capability.DISK, "");
    assumeTrue(why.isEmpty(), why);
  }

  @Test
  void whatWasNotSyncedIsGoneAfterAPowerCut() throws Exception {
    requireDisks();
    assertThat(ask("n2", "put synced 1")).isEqualTo("ok");
    assertThat(ask("n2", "sync synced")).isEqualTo("ok");
    assertThat(ask("n2", "put synced 2")).isEqualTo("ok");
    assertThat(ask("n2", "put unsynced 1")).isEqualTo("ok");
    cluster.kill("n2");
    cluster.setDisk("n2", "fault1", DiskTrouble.LOSE);
    cluster.start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(ask("n2", "get synced")).isEqualTo("1");
    assertThat(ask("n2", "get unsynced")).startsWith("failed").contains("NoSuchFile");
  }

  @Test
  void aFullDiskTakesNothingMore() throws Exception {
    requireDisks();
    assertThat(ask("n2", "put file 1")).isEqualTo("ok");
    cluster.setDisk("n2", "fault1", DiskTrouble.FULL);
    assertThat(ask("n2", "put file 12")).contains("No space left");
    assertThat(ask("n2", "put other 1")).contains("No space left");
    assertThat(ask("n1", "put file 1")).isEqualTo("ok");
    cluster.setDisk("n2", "fault1", DiskTrouble.NONE);
    assertThat(ask("n2", "put file 12")).isEqualTo("ok");
  }

  @Test
  void aSlowDiskTakesItsTime() throws Exception {
    requireDisks();
    cluster.setDisk("n2", "fault1", DiskTrouble.slow(300));
    assertThat(millisToPut("n2")).isBetween(300L, 4_000L);
    cluster.setDisk("n2", "fault1", DiskTrouble.NONE);
    assertThat(Math.min(millisToPut("n2"), millisToPut("n2"))).isLessThan(300);
  }

  private long millisToPut(String node) throws Exception {
    long began = System.nanoTime();
    assertThat(ask(node, "put file 1")).isEqualTo("ok");
    return (System.nanoTime() - began) / 1_000_000;
  }

  @Test
  void aBrokenDiskFailsOrReturnsWrongBits() throws Exception {
    requireDisks();
    assertThat(ask("n2", "put file 1111111111")).isEqualTo("ok");
    cluster.setDisk("n2", "fault1", DiskTrouble.errors(1));
    assertThat(ask("n2", "put file 2")).contains("Input/output error");
    cluster.setDisk("n2", "fault1", DiskTrouble.corruption(1));
    assertThat(ask("n2", "get file")).isNotEqualTo("1111111111");
    cluster.setDisk("n2", "fault1", DiskTrouble.NONE);
    assertThat(ask("n2", "get file")).isEqualTo("1111111111");
  }

  @Test
  void aStarvedNodeIsSlow() throws Exception {
    String why = cluster.missing().getOrDefault(Capability.PROCESSORS, "");
    assumeTrue(why.isEmpty(), why);
    cluster.ration("n2", "fault1", new Ration.Processor(0.02));
    assertThat(millisToSpin("n2")).isGreaterThan(1_000);
    assertThat(millisToSpin("n1")).isLessThan(1_000);
    cluster.release("n2", "fault1");
    assertThat(millisToSpin("n2")).isLessThan(1_000);
    journal.intent("starvation", cluster.releaseUndo("n2", "fault1"));
    cluster.ration("n2", "fault1", new Ration.Processor(0.02));
    healFromTheJournal(1);
    assertThat(millisToSpin("n2")).isLessThan(1_000);
  }

  private long millisToSpin(String node) throws Exception {
    return Long.parseLong(ask(node, "spin 50"));
  }

  @Test
  void aNodeThatWantsTooMuchMemoryIsKilled() throws Exception {
    String why = cluster.missing().getOrDefault(Capability.MEMORY, "");
    assumeTrue(why.isEmpty(), why);
    assertThat(ask("n2", "take 24")).isEqualTo("24");
    cluster.ration("n2", "fault1", new Ration.Memory(8 << 20));
    assertThat(ask("n1", "take 24")).isEqualTo("24");
    assertThatThrownBy(() -> ask("n2", "take 24")).isInstanceOf(IOException.class);
    cluster.release("n2", "fault1");
    cluster.start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(ask("n2", "take 24")).isEqualTo("24");
    journal.intent("starvation", cluster.releaseUndo("n2", "fault1"));
    cluster.ration("n2", "fault1", new Ration.Memory(8 << 20));
    healFromTheJournal(1);
    assertThat(ask("n2", "take 24")).isEqualTo("24");
  }

  @Test
  void dataIsCutOffFlippedAndBroughtBack() throws Exception {
    assertThat(ask("n2", "put file 1111111111")).isEqualTo("ok");
    changeData(DataChange.truncate(4));
    assertThat(ask("n2", "get file")).isEqualTo("111111");
    changeData(DataChange.flip(1, 7));
    String flipped = ask("n2", "get file");
    assertThat(flipped).hasSize(6).isNotEqualTo("111111");
    changeData(DataChange.COPY);
    assertThat(ask("n2", "put file new")).isEqualTo("ok");
    assertThat(ask("n2", "put other new")).isEqualTo("ok");
    changeData(DataChange.RESTORE);
    assertThat(ask("n2", "get file")).isEqualTo(flipped);
    assertThat(ask("n2", "get other")).contains("NoSuchFile");
  }

  private void changeData(DataChange change) throws Exception {
    cluster.kill("n2");
    cluster.changeData("n2", change);
    cluster.start("n2");
    cluster.awaitReady(PATIENCE);
  }

  @Test
  void anotherProcessUndoesItAll() throws Exception {
    journal.intent("partition", cluster.deliverUndos("fault1", N1_AND_N2).getFirst());
    cluster.lose("fault1", N1_AND_N2, 1);
    journal.intent("pause", cluster.resumeUndo("n3"));
    cluster.pause("n3");
    if (!cluster.missing().containsKey(Capability.DISK)) {
      journal.intent("full disk", cluster.diskUndo("n1", "fault1"));
      cluster.setDisk("n1", "fault1", DiskTrouble.FULL);
    }
    healFromTheJournal();
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(folder.toString());
    assertThat(left(runId)).isEmpty();
    toxiproxy.close();
    cluster = null;
  }
}
