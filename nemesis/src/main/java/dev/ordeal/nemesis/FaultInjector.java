package dev.ordeal.nemesis;

import dev.ordeal.results.history.ClockOffsets;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.SideBySide;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/**
 * Injects faults into a cluster and undoes them; keeps which faults hold a node in the same way.
 * One thread at a time, but for what {@link FaultVerifier} asks.
 */
final class FaultInjector {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  /** A change of members that other faults are in the way of would keep the plan from going on. */
  private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(3);

  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final EventSink events;
  private final BooleanSupplier ending;
  private final Map<Long, Strobe> strobes = new ConcurrentHashMap<>();

  /** Nodes that do not run, that are frozen, and whose clocks are off by so many milliseconds. */
  private final Holders<Boolean> down = new Holders<>();

  private final Holders<Boolean> frozen = new Holders<>();
  private final Holders<Long> clocks = new Holders<>();

  /** By strobe: what was seen the first time that it broke something. */
  private final Map<Long, Seen> witnessed = new ConcurrentHashMap<>();

  /**
   * @param ending whether the run is over, so that undoing may take its time
   */
  FaultInjector(Cluster cluster, EventSink events, BooleanSupplier ending) {
    this.cluster = cluster;
    this.events = events;
    this.ending = ending;
  }

  boolean isDown(String node) {
    return down.isHeld(node);
  }

  boolean isFrozen(String node) {
    return frozen.isHeld(node);
  }

  /** What a node's clock is to be off by, because of the newest fault that moves it. */
  long clockOffset(String node) {
    return clocks.newest(node).orElse(0L);
  }

  /** What was seen of a strobe so far; empty if nothing was seen yet. */
  Optional<Seen> witnessed(long id) {
    return Optional.ofNullable(witnessed.get(id));
  }

  /** Why a strobe ended by itself; empty if it goes on. */
  Optional<Throwable> strobeFailure(long id) {
    return Optional.ofNullable(strobes.get(id)).flatMap(Strobe::failure);
  }

  /** Looks at the first time only: looking takes longer than some strobes' periods. */
  private void witness(long id, Looking looking) throws IOException, TargetException {
    Seen before = witnessed.get(id);
    if (before == null || !before.holds()) {
      witnessed.put(id, looking.look());
    }
  }

  /** Looks at what a fault did. */
  interface Looking {
    Seen look() throws IOException, TargetException;
  }

  /** What it takes to undo a fault from another process, one entry a node. */
  List<Undo> undos(Fault fault, long id) {
    return switch (fault) {
      case Fault.Partition partition -> deliverUndos(partition.links(), id);
      case Fault.Loss loss -> deliverUndos(loss.links(), id);
      case Fault.BadPackets bad -> deliverUndos(bad.links(), id);
      case Fault.NoNames none -> cluster.deliverUndos(faultName(id), none.nodes());
      // Toxics go with their proxies and killed nodes with the cluster: those are journalled.
      case Fault.BadLinks links -> List.of(Undo.NOTHING);
      case Fault.Kill kill -> List.of(Undo.NOTHING);
      case Fault.Restart restart -> List.of(Undo.NOTHING);
      case Fault.Storm storm -> List.of(Undo.NOTHING);
      case Fault.Flap flap -> deliverUndos(flap.links(), id);
      case Fault.Pause pause -> pause.nodes().stream().map(cluster::resumeUndo).toList();
      case Fault.Hiccup hiccup -> hiccup.nodes().stream().map(cluster::resumeUndo).toList();
      case Fault.ClockBump clock -> clock.nodes().stream().map(cluster::clockUndo).toList();
      case Fault.ClockStrobe clock -> clock.nodes().stream().map(cluster::clockUndo).toList();
      case Fault.PowerCut cut -> List.of(Undo.NOTHING);
      // Members are a matter of the database, which ends with the cluster.
      case Fault.Removal removal -> List.of(Undo.NOTHING);
      case Fault.Starvation starved ->
          starved.nodes().stream().map(node -> cluster.releaseUndo(node, faultName(id))).toList();
      case Fault.BadData data -> List.of(Undo.NOTHING);
      case Fault.Rollback rollback -> List.of(Undo.NOTHING);
      case Fault.BadDisk disk ->
          disk.nodes().stream().map(node -> cluster.diskUndo(node, faultName(id))).toList();
    };
  }

  /**
   * Injects a fault; strobes go on by themselves.
   *
   * @param verifier looks at strobes while they hold
   */
  void apply(Fault fault, long id, FaultVerifier verifier) throws IOException, TargetException {
    switch (fault) {
      case Fault.Partition partition -> cluster.lose(faultName(id), partition.links(), 1);
      case Fault.Loss loss -> cluster.lose(faultName(id), loss.links(), loss.share());
      case Fault.BadPackets bad -> cluster.disturb(faultName(id), bad.links(), bad.trouble());
      case Fault.NoNames none -> cluster.loseNames(faultName(id), none.nodes());
      case Fault.BadLinks bad -> cluster.links().poison(faultName(id), bad.links(), bad.toxin());
      case Fault.Kill kill -> kill(kill.nodes(), id);
      case Fault.Restart restart ->
          SideBySide.each(
              restart.nodes(),
              node -> down.hold(node, id, true, held -> cluster.stop(node, STOP_PATIENCE)));
      case Fault.Pause pause -> freeze(pause.nodes(), id);
      case Fault.ClockBump clock -> {
        setClocks(clock.nodes(), id, clock.offsetMillis());
        readClocks(clock.nodes());
      }
      case Fault.Storm storm -> strobes.put(id, storm(storm, id, verifier));
      case Fault.Removal removal -> cluster.removeMembers(removal.nodes(), changePatience());
      case Fault.PowerCut cut -> cutPower(cut.nodes(), id);
      case Fault.BadDisk disk -> setDisks(disk, id, disk.trouble());
      case Fault.Starvation starved ->
          SideBySide.each(
              starved.nodes(), node -> cluster.ration(node, faultName(id), starved.ration()));
      case Fault.BadData data -> {
        kill(data.nodes(), id);
        SideBySide.each(data.nodes(), node -> cluster.changeData(node, data.change()));
      }
      case Fault.Rollback rollback -> SideBySide.each(rollback.nodes(), node -> putAside(node, id));
      case Fault.ClockStrobe clock ->
          strobes.put(
              id,
              Strobe.start(
                  clock.periodMillis(),
                  () -> {
                    setClocks(clock.nodes(), id, clock.offsetMillis());
                    witness(id, () -> verifier.clocksSet(clock.nodes(), clock.offsetMillis()));
                  },
                  () -> releaseClocks(clock.nodes(), id)));
      case Fault.Flap flap ->
          strobes.put(
              id,
              Strobe.start(
                  flap.periodMillis(),
                  () -> {
                    cluster.lose(faultName(id), flap.links(), 1);
                    witness(id, () -> verifier.isCut(flap.links(), id));
                  },
                  () -> deliver(flap.links(), id)));
      case Fault.Hiccup hiccup ->
          strobes.put(
              id,
              Strobe.start(
                  hiccup.periodMillis(),
                  () -> {
                    freeze(hiccup.nodes(), id);
                    witness(id, () -> verifier.allStopped(hiccup.nodes()));
                  },
                  () -> thaw(hiccup.nodes(), id)));
    }
  }

  private List<Undo> deliverUndos(Collection<Link> links, long id) {
    return cluster.deliverUndos(faultName(id), Link.ends(links));
  }

  private void deliver(Collection<Link> links, long id) throws IOException {
    cluster.deliver(faultName(id), Link.ends(links));
  }

  private Strobe storm(Fault.Storm storm, long id, FaultVerifier verifier) {
    return Strobe.start(
        storm.periodMillis(),
        () -> {
          kill(storm.nodes(), id);
          witness(id, () -> verifier.allGone(storm.nodes()));
        },
        () -> start(storm.nodes(), id));
  }

  private void cutPower(List<String> nodes, long id) throws IOException, TargetException {
    // All at once: whoever still runs might save what the others lose.
    kill(nodes, id);
    SideBySide.each(nodes, node -> cluster.setDisk(node, faultName(id), DiskTrouble.LOSE));
  }

  /** Changes the disks; what nodes have read is in their memory, so they may have to read anew. */
  private void setDisks(Fault.BadDisk disk, long id, DiskTrouble trouble)
      throws IOException, TargetException {
    if (disk.restarts()) {
      kill(disk.nodes(), id);
    }
    SideBySide.each(disk.nodes(), node -> cluster.setDisk(node, faultName(id), trouble));
    if (disk.restarts()) {
      start(disk.nodes(), id);
    }
  }

  private void putAside(String node, long id) throws IOException, TargetException {
    freeze(List.of(node), id);
    try {
      cluster.changeData(node, DataChange.COPY);
    } finally {
      thaw(List.of(node), id);
    }
  }

  private void giveBack(String node, long id) throws IOException, TargetException {
    kill(List.of(node), id);
    cluster.changeData(node, DataChange.RESTORE);
  }

  // What several faults may do to a node at the same time.

  private void kill(List<String> nodes, long id) throws IOException, TargetException {
    SideBySide.each(nodes, node -> down.hold(node, id, true, held -> cluster.kill(node)));
  }

  /** Starts nodes that nobody else holds down. */
  private void start(List<String> nodes, long id) throws IOException, TargetException {
    release(down, nodes, id, cluster::start);
  }

  private void freeze(List<String> nodes, long id) throws IOException, TargetException {
    SideBySide.each(nodes, node -> frozen.hold(node, id, true, held -> cluster.pause(node)));
  }

  /** Lets nodes go on that nobody else holds frozen. */
  private void thaw(List<String> nodes, long id) throws IOException, TargetException {
    release(frozen, nodes, id, cluster::resume);
  }

  /** Undoes something for the nodes that no other fault holds so. */
  private static void release(
      Holders<Boolean> holders, List<String> nodes, long id, SideBySide.Action<String> undoing)
      throws IOException, TargetException {
    SideBySide.each(
        nodes,
        node ->
            holders.release(
                node,
                id,
                held -> {
                  if (held.isEmpty()) {
                    undoing.on(node);
                  }
                }));
  }

  private void setClocks(List<String> nodes, long id, long offsetMillis)
      throws IOException, TargetException {
    Map<String, Long> set = new ConcurrentSkipListMap<>();
    SideBySide.each(
        nodes, node -> clocks.hold(node, id, offsetMillis, newest -> setClock(node, newest, set)));
    recordClocks(set);
  }

  private void releaseClocks(List<String> nodes, long id) throws IOException, TargetException {
    Map<String, Long> set = new ConcurrentSkipListMap<>();
    SideBySide.each(nodes, node -> clocks.release(node, id, newest -> setClock(node, newest, set)));
    recordClocks(set);
  }

  private void setClock(String node, Optional<Long> offsetMillis, Map<String, Long> set)
      throws IOException {
    cluster.setClock(node, offsetMillis.orElse(0L));
    set.put(node, offsetMillis.orElse(0L));
  }

  private void recordClocks(Map<String, Long> set) throws IOException {
    events.record(Event.Type.INFO, ClockOffsets.FUNCTION, ClockOffsets.value(set), "");
  }

  /** Records what clocks say; one that cannot be read has still to be set right. */
  private void readClocks(List<String> nodes) throws IOException {
    Map<String, Long> read = new ConcurrentSkipListMap<>();
    try {
      SideBySide.each(
          nodes,
          node -> cluster.readClock(node).ifPresent(offsetMillis -> read.put(node, offsetMillis)));
    } catch (IOException | TargetException unreadable) {
      // Setting it says what is wrong.
    }
    if (!read.isEmpty()) {
      events.record(Event.Type.INFO, ClockOffsets.MEASURED, ClockOffsets.value(read), "");
    }
  }

  private Duration changePatience() {
    return ending.getAsBoolean() ? END_PATIENCE : CHANGE_PATIENCE;
  }

  static String faultName(long id) {
    return "fault" + id;
  }

  void revert(Fault fault, long id) throws IOException, TargetException {
    switch (fault) {
      case Fault.Partition partition -> deliver(partition.links(), id);
      case Fault.Loss loss -> deliver(loss.links(), id);
      case Fault.BadPackets bad -> deliver(bad.links(), id);
      case Fault.NoNames none -> cluster.deliver(faultName(id), none.nodes());
      case Fault.BadLinks bad -> cluster.links().cure(faultName(id));
      case Fault.Kill kill -> start(kill.nodes(), id);
      case Fault.Restart restart -> start(restart.nodes(), id);
      case Fault.Pause pause -> thaw(pause.nodes(), id);
      case Fault.ClockBump clock -> {
        // Somebody may have set them right before.
        readClocks(clock.nodes());
        releaseClocks(clock.nodes(), id);
        readClocks(clock.nodes());
      }
      case Fault.ClockStrobe clock -> {
        strobes.get(id).stop();
        readClocks(clock.nodes());
      }
      case Fault.PowerCut cut -> start(cut.nodes(), id);
      case Fault.Removal removal -> cluster.addMembers(removal.nodes(), changePatience());
      case Fault.Starvation starved -> {
        SideBySide.each(starved.nodes(), node -> cluster.release(node, faultName(id)));
        // The kernel may have killed some for want of memory.
        start(starved.nodes(), id);
      }
      case Fault.BadData data -> start(data.nodes(), id);
      case Fault.Rollback rollback -> {
        SideBySide.each(rollback.nodes(), node -> giveBack(node, id));
        start(rollback.nodes(), id);
      }
      case Fault.BadDisk disk -> {
        setDisks(disk, id, DiskTrouble.NONE);
        // Some may have ended because of it.
        start(disk.nodes(), id);
      }
      case Fault.Flap flap -> strobes.get(id).stop();
      case Fault.Hiccup hiccup -> strobes.get(id).stop();
      case Fault.Storm storm -> strobes.get(id).stop();
    }
  }
}
