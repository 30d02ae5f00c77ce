package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.ability.Clocks;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.ability.Members;
import dev.ordeal.targets.ability.Packets;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.StoredData;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.zookeeper.WatchedZooKeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;

/** Faults that are the same whatever kernel a node has. */
abstract class FaultContract extends KernelFaultContract {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  @Override
  Set<Class<?>> wanted() {
    Set<Class<?>> wanted = new HashSet<>(Set.of(Disks.class));
    wanted.addAll(super.wanted());
    return wanted;
  }

  @Test
  void partitionedNodesDoNotHearEachOther() throws Exception {
    assertThat(pings("n1", "n2")).isTrue();
    cluster.ability(LinkCuts.class).cut("fault1", N1_AND_N2);
    assertThat(pings("n1", "n2")).isFalse();
    assertThat(pings("n2", "n1")).isFalse();
    assertThat(pings("n1", "n3")).isTrue();
    cluster.ability(LinkCuts.class).restorePackets("fault1", Link.ends(N1_AND_N2));
    assertThat(pings("n1", "n2")).isTrue();
    assertThat(pings("n2", "n1")).isTrue();
  }

  @Test
  void aOneWayPartitionLetsOneDirectionPass() throws Exception {
    assertThat(pings("n1", "n2")).isTrue();
    assertThat(pings("n2", "n1")).isTrue();
    Set<Link> deaf = Set.of(new Link("n2", "n1"));
    cluster.ability(LinkCuts.class).cut("fault1", deaf);
    assertThat(pings("n1", "n2")).isFalse();
    assertThat(ask("n2", "heard n1")).isEqualTo("2");
    assertThat(pings("n2", "n1")).isFalse();
    assertThat(ask("n1", "heard n2")).isEqualTo("1");
    cluster.ability(LinkCuts.class).restorePackets("fault1", Link.ends(deaf));
    assertThat(pings("n1", "n2")).isTrue();
  }

  @Test
  void partitionsThatOverlapAreUndoneAlone() throws Exception {
    Set<Link> others = Set.of(new Link("n1", "n3"), new Link("n3", "n1"));
    cluster.ability(LinkCuts.class).cut("fault1", N1_AND_N2);
    cluster.ability(LinkCuts.class).cut("fault12", N1_AND_N2);
    cluster.ability(LinkCuts.class).cut("fault2", others);
    cluster.ability(LinkCuts.class).restorePackets("fault1", Link.ends(N1_AND_N2));
    assertThat(pings("n1", "n2")).isFalse();
    cluster.ability(LinkCuts.class).restorePackets("fault12", Link.ends(N1_AND_N2));
    assertThat(pings("n1", "n2")).isTrue();
    assertThat(pings("n1", "n3")).isFalse();
  }

  @Test
  void latencyIsWhatWasAsked() throws Exception {
    assertThat(pings("n1", "n2")).isTrue();
    cluster.ability(Links.class).apply("fault1", N1_AND_N2, new LinkToxic.Latency(150, 0));
    assertThat(leastMillis("n1", "n2")).isBetween(300L, 600L);
    assertThat(pings("n1", "n3")).isTrue();
    cluster.ability(Links.class).remove("fault1");
    assertThat(leastMillis("n1", "n2")).isLessThan(150);
  }

  @Test
  void lostPacketsAreSentAgain() throws Exception {
    need(Packets.class);
    assertThat(pings("n1", "n2")).isTrue();
    cluster.ability(Packets.class).dropPackets("fault1", N1_AND_N2, 0.4);
    boolean late = false;
    for (int i = 0; i < 40 && !late; i++) {
      String answer = ask("n1", "ping n2");
      late = answer.equals("none") || Long.parseLong(answer) >= 150;
    }
    assertThat(late).isTrue();
    cluster.ability(LinkCuts.class).restorePackets("fault1", Link.ends(N1_AND_N2));
    ask("n1", "ping n2");
    assertThat(leastMillis("n1", "n2")).isLessThan(150);
  }

  @Test
  void datagramsAreLostInSilence() throws Exception {
    need(Packets.class);
    int before = send("n1", "n2", 20, 0);
    awaitAll("n1", "n2", before, 20, 0);
    cluster.ability(LinkCuts.class).cut("fault1", N1_AND_N2);
    send("n1", "n2", 30, 0);
    sendAndAwaitAll("n3", "n2");
    assertThat(arrived("n1", "n2", 0).batch()).isEqualTo(before);
    cluster.ability(LinkCuts.class).restorePackets("fault1", Link.ends(N1_AND_N2));
    sendAndAwaitAll("n1", "n2");
  }

  @Test
  void nameServersDoNotAnswer() throws Exception {
    need(Packets.class);
    assertThat(ask("n2", "serve 53")).isEqualTo("ok");
    int answered = send("n1", "n2", 20, 53);
    awaitAll("n1", "n1", answered, 20, 0);
    cluster.ability(Packets.class).dropNames("fault1", List.of("n1"));
    awaitAll("n1", "n2", send("n1", "n2", 30, 53), 30, 53);
    sendAndAwaitAll("n2", "n1");
    assertThat(arrived("n1", "n1", 0).batch()).isEqualTo(answered);
    cluster.ability(LinkCuts.class).restorePackets("fault1", List.of("n1"));
    awaitAll("n1", "n1", send("n1", "n2", 40, 53), 40, 0);
  }

  @Test
  void pausedNodesSayNothing() throws Exception {
    cluster.ability(Processes.class).pause("n2");
    assertThat(pings("n1", "n2")).isFalse();
    cluster.ability(Processes.class).resume("n2");
    assertThat(pings("n1", "n2")).isTrue();
  }

  @Test
  void killedNodesAreGoneUntilStarted() throws Exception {
    cluster.ability(Processes.class).kill("n2");
    assertThatThrownBy(() -> ask("n2", "name")).isInstanceOf(IOException.class);
    assertThat(pings("n1", "n2")).isFalse();
    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(pings("n1", "n2")).isTrue();
    cluster.ability(Processes.class).stop("n2", Duration.ofSeconds(5));
    assertThat(pings("n1", "n2")).isFalse();
  }

  @Test
  void aMovedClockStaysSoWhenItsNodeStartsAgain() throws Exception {
    need(Clocks.class);
    long usual = offset("n2");
    cluster.ability(Clocks.class).setClock("n2", -60_000);
    cluster.ability(Processes.class).kill("n2");
    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
    awaitOffset("n2", usual - 60_000);
    cluster.ability(Clocks.class).setClock("n2", 0);
    awaitOffset("n2", usual);
  }

  @Test
  void whatWasNotSyncedIsGoneAfterAPowerCut() throws Exception {
    need(Disks.class);
    assertThat(ask("n2", "put synced 1")).isEqualTo("ok");
    assertThat(ask("n2", "sync synced")).isEqualTo("ok");
    assertThat(ask("n2", "put synced 2")).isEqualTo("ok");
    assertThat(ask("n2", "put unsynced 1")).isEqualTo("ok");
    cluster.ability(Processes.class).kill("n2");
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.LOSE);
    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(ask("n2", "get synced")).isEqualTo("1");
    assertThat(ask("n2", "get unsynced")).startsWith("failed").contains("NoSuchFile");
  }

  @Test
  void aFullDiskTakesNothingMore() throws Exception {
    need(Disks.class);
    assertThat(ask("n2", "put file 1")).isEqualTo("ok");
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.FULL);
    assertThat(ask("n2", "put file 12")).contains("No space left");
    assertThat(ask("n2", "put other 1")).contains("No space left");
    assertThat(ask("n1", "put file 1")).isEqualTo("ok");
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.NONE);
    assertThat(ask("n2", "put file 12")).isEqualTo("ok");
  }

  @Test
  void aSlowDiskTakesItsTime() throws Exception {
    need(Disks.class);
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.slow(300));
    assertThat(millisToPut("n2")).isBetween(300L, 4_000L);
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.NONE);
    assertThat(Math.min(millisToPut("n2"), millisToPut("n2"))).isLessThan(300);
  }

  private long millisToPut(String node) throws Exception {
    long began = System.nanoTime();
    assertThat(ask(node, "put file 1")).isEqualTo("ok");
    return (System.nanoTime() - began) / 1_000_000;
  }

  @Test
  void aBrokenDiskFailsOrReturnsWrongBits() throws Exception {
    need(Disks.class);
    assertThat(ask("n2", "put file 1111111111")).isEqualTo("ok");
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.errors(1));
    assertThat(ask("n2", "put file 2")).contains("Input/output error");
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.corruption(1));
    assertThat(ask("n2", "get file")).isNotEqualTo("1111111111");
    cluster.ability(Disks.class).setDisk("n2", "fault1", DiskTrouble.NONE);
    assertThat(ask("n2", "get file")).isEqualTo("1111111111");
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

  @Test
  void membersLeaveAndComeBack() throws Exception {
    startInstead(new WatchedZooKeeper(), Set.of(Members.class));
    need(Members.class);
    assertThat(members("n1")).containsExactlyInAnyOrder("1", "2", "3");
    cluster.ability(Members.class).removeMembers(List.of("n2"), PATIENCE);
    awaitMembers("1", "3");
    cluster.ability(Members.class).addMembers(List.of("n2"), PATIENCE);
    awaitMembers("1", "2", "3");
  }

  private Set<String> members(String node) throws Exception {
    return ((WatchedZooKeeper.Members) cluster.client(Object.class, node).orElseThrow()).members();
  }

  /**
   * A node that does not lead learns of a change a little later, and answers nobody while a leader
   * is elected, as after the removal of the one there was.
   */
  private void awaitMembers(String... expected) throws Exception {
    for (String node : List.of("n1", "n3")) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!hasMembers(node, Set.of(expected)) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      assertThat(members(node)).containsExactlyInAnyOrder(expected);
    }
  }

  private boolean hasMembers(String node, Set<String> expected) throws Exception {
    try {
      return members(node).equals(expected);
    } catch (IOException | KeeperException unanswered) {
      return false;
    }
  }

  @Test
  void logsAreHereWhileTheyGrow() throws Exception {
    assertThat(ask("n2", "say first")).isEqualTo("ok");
    awaitLog("n2", "first");
    cluster.ability(Processes.class).kill("n2");
    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(ask("n2", "say second")).isEqualTo("ok");
    awaitLog("n2", "second");
    assertThat(log("n2")).containsOnlyOnce("first");
  }

  private void awaitLog(String node, String words) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!log(node).contains(words)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void changeData(DataChange change) throws Exception {
    cluster.ability(Processes.class).kill("n2");
    cluster.ability(StoredData.class).changeData("n2", change);
    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
  }
}
