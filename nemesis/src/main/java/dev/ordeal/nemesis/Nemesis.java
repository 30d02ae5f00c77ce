package dev.ordeal.nemesis;

import dev.ordeal.results.history.ClockOffsets;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Capability;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.SideBySide;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries out a plan of faults on a cluster.
 *
 * <p>Each fault is in the journal, with the way to undo it, before it is injected, and in the
 * history before and after. {@link #healAll} undoes whatever holds, in reverse order, and goes on
 * where one undoing fails. One thread runs the plan; {@link #current} and {@link #stop} may be
 * called by any.
 */
public final class Nemesis {
  private static final long POLL_MILLIS = 50;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  /** A change of members that other faults are in the way of would keep the plan from going on. */
  private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(3);

  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  private record Held(long id, List<Long> journalled, PlannedFault planned, Fault fault) {}

  private final Cluster cluster;
  private final List<PlannedFault> plan;
  private final int struckMax;
  private final FaultJournal journal;
  private final EventSink events;
  private final List<Held> held = new ArrayList<>();

  /** What could not be undone when its time had come. */
  private final List<Held> stuck = new ArrayList<>();

  private final Moments moments;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<Long, Strobe> strobes = new HashMap<>();

  /** Nodes that do not run, that are frozen, and whose clocks are off by so many milliseconds. */
  private final Holders<Boolean> down = new Holders<>();

  private final Holders<Boolean> frozen = new Holders<>();
  private final Holders<Long> clocks = new Holders<>();

  private long ids;
  private volatile String current = "";
  private List<String> victims = List.of();

  /**
   * @param struckMax how many nodes may be struck at a time; a fault that would be too much is left
   *     out, and that is recorded
   */
  public Nemesis(
      Cluster cluster,
      List<PlannedFault> plan,
      int struckMax,
      FaultJournal journal,
      EventSink events) {
    this.cluster = cluster;
    this.plan = plan;
    this.struckMax = struckMax;
    this.journal = journal;
    this.events = events;
    this.moments = new Moments(cluster::leader);
  }

  /** What an environment has to be able to do for some kinds of faults. */
  public static Set<Capability> needs(List<FaultKind> kinds) {
    Set<Capability> needs = EnumSet.noneOf(Capability.class);
    kinds.forEach(kind -> needs.add(kind.needs()));
    return needs;
  }

  /** Why a kind of fault cannot be injected into a cluster; empty if all can. */
  public static List<String> refusals(Cluster cluster, List<FaultKind> kinds) {
    Map<Capability, String> missing = cluster.missing();
    List<String> refusals = new ArrayList<>();
    for (FaultKind kind : kinds) {
      if (missing.containsKey(kind.needs())) {
        refusals.add("fault " + kind.wireName() + ": " + missing.get(kind.needs()));
      }
    }
    return refusals;
  }

  /** The faults that hold now, in words; empty if none. */
  public String current() {
    return current;
  }

  /**
   * Injects and undoes as planned until the plan ends or {@link #stop} is called; leaves the
   * healing of what still holds to {@link #healAll}.
   *
   * @param startNanos {@link System#nanoTime} at which the run began
   */
  public void run(long startNanos) throws IOException, InterruptedException {
    List<PlannedFault> waiting = new ArrayList<>(plan);
    List<PlannedFault> ahead = new ArrayList<>();
    while (!waiting.isEmpty() || !ahead.isEmpty() || !held.isEmpty()) {
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      begin(waiting, ahead, now);
      Held ending =
          held.stream().min(Comparator.comparingLong(h -> h.planned().untilMillis())).orElse(null);
      long undoAt = ending == null ? Long.MAX_VALUE : ending.planned().untilMillis();
      long injectAt = ahead.isEmpty() ? Long.MAX_VALUE : ahead.getFirst().atMillis();
      long due = Math.min(undoAt, injectAt);
      long wake = waiting.isEmpty() ? due : Math.min(due, now + POLL_MILLIS);
      if (stoppedBefore(startNanos, wake)) {
        return;
      }
      if (wake == due) {
        if (undoAt <= injectAt) {
          undo(ending);
        } else {
          inject(ahead.removeFirst());
        }
      }
    }
  }

  /** Gives the faults whose moment has come their time. */
  private void begin(List<PlannedFault> waiting, List<PlannedFault> ahead, long nowMillis) {
    for (PlannedFault fault : List.copyOf(waiting)) {
      if (moments.has(fault.when())) {
        waiting.remove(fault);
        ahead.add(fault.waits() ? fault.since(nowMillis) : fault);
      }
    }
    ahead.sort(Comparator.comparingLong(PlannedFault::atMillis));
  }

  /** Tells of an event of a client, for faults that wait for one. */
  public void saw(Event event) {
    moments.saw(event);
  }

  /** Ends {@link #run} after what it is doing. */
  public void stop() {
    stopped.countDown();
  }

  /** Waits for an instant of the run; true if the run is stopped before. */
  private boolean stoppedBefore(long startNanos, long millis) throws InterruptedException {
    long wait = startNanos + TimeUnit.MILLISECONDS.toNanos(millis) - System.nanoTime();
    return stopped.await(wait, TimeUnit.NANOSECONDS);
  }

  private void inject(PlannedFault planned) throws IOException {
    Fault fault = Aiming.aim(planned, cluster.nodes(), cluster.leader(), victims);
    long id = ++ids;
    int struck = struckWith(fault);
    if (struck > struckMax) {
      record(
          Event.Type.INFO,
          fault,
          id,
          FaultWindow.INJECT,
          "%d nodes would be struck at a time, and %d may be".formatted(struck, struckMax));
      return;
    }
    victims = fault.nodes();
    List<Long> journalled = new ArrayList<>();
    for (Undo undo : undosOf(fault, id)) {
      journalled.add(journal.intent(fault.describe(), undo));
    }
    record(Event.Type.INVOKE, fault, id, FaultWindow.INJECT, "");
    Held entry = new Held(id, journalled, planned, fault);
    held.add(entry);
    showCurrent();
    String error = "";
    try {
      apply(fault, id);
      for (long line : journalled) {
        journal.injected(line, fault.describe());
      }
    } catch (IOException | TargetException failed) {
      error = String.valueOf(failed.getMessage());
    }
    record(Event.Type.INFO, fault, id, FaultWindow.INJECT, error);
  }

  /** How many nodes would be struck if a fault came to those that hold. */
  private int struckWith(Fault fault) {
    Set<String> struck = new HashSet<>(fault.struck());
    held.forEach(h -> struck.addAll(h.fault().struck()));
    return struck.size();
  }

  private void undo(Held entry) throws IOException {
    Fault fault = entry.fault();
    record(Event.Type.INVOKE, fault, entry.id(), FaultWindow.UNDO, "");
    String error = "";
    try {
      revert(fault, entry.id());
      for (long line : entry.journalled()) {
        journal.undone(line, fault.describe());
      }
    } catch (IOException | TargetException failed) {
      error = String.valueOf(failed.getMessage());
      stuck.add(entry);
    }
    held.remove(entry);
    showCurrent();
    record(Event.Type.INFO, fault, entry.id(), FaultWindow.UNDO, error);
  }

  /** Undoes everything that holds, the last first, and tries again what could not be undone. */
  public void healAll() throws IOException {
    while (!held.isEmpty()) {
      undo(nextToHeal());
    }
    List<Held> again = List.copyOf(stuck);
    stuck.clear();
    for (Held entry : again.reversed()) {
      undo(entry);
    }
  }

  /** The newest; but to change its members a database needs the rest to be well. */
  private Held nextToHeal() {
    return held.reversed().stream()
        .filter(entry -> !(entry.fault() instanceof Fault.Removal))
        .findFirst()
        .orElseGet(held::getLast);
  }

  private void showCurrent() {
    current = String.join("; ", held.stream().map(h -> h.fault().describe()).toList());
  }

  private void record(Event.Type type, Fault fault, long id, String phase, String error)
      throws IOException {
    Map<String, Value> value = new LinkedHashMap<>();
    value.put(FaultWindow.FAULT, Value.of(id));
    value.put(FaultWindow.PHASE, Value.of(phase));
    value.put(FaultWindow.WHAT, Value.of(fault.describe()));
    events.record(type, fault.kind().wireName(), new Value.Dict(value), error);
  }

  /** What it takes to undo a fault from another process, one entry a node. */
  private List<Undo> undosOf(Fault fault, long id) {
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

  private void apply(Fault fault, long id) throws IOException, TargetException {
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
      case Fault.Storm storm -> strobes.put(id, storm(storm, id));
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
                  () -> setClocks(clock.nodes(), id, clock.offsetMillis()),
                  () -> releaseClocks(clock.nodes(), id)));
      case Fault.Flap flap ->
          strobes.put(
              id,
              Strobe.start(
                  flap.periodMillis(),
                  () -> cluster.lose(faultName(id), flap.links(), 1),
                  () -> deliver(flap.links(), id)));
      case Fault.Hiccup hiccup ->
          strobes.put(
              id,
              Strobe.start(
                  hiccup.periodMillis(),
                  () -> freeze(hiccup.nodes(), id),
                  () -> thaw(hiccup.nodes(), id)));
    }
  }

  private List<Undo> deliverUndos(Collection<Link> links, long id) {
    return cluster.deliverUndos(faultName(id), Link.ends(links));
  }

  private void deliver(Collection<Link> links, long id) throws IOException {
    cluster.deliver(faultName(id), Link.ends(links));
  }

  private Strobe storm(Fault.Storm storm, long id) throws IOException, TargetException {
    return Strobe.start(
        storm.periodMillis(), () -> kill(storm.nodes(), id), () -> start(storm.nodes(), id));
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
    return stopped.getCount() == 0 ? END_PATIENCE : CHANGE_PATIENCE;
  }

  private static String faultName(long id) {
    return "fault" + id;
  }

  private void revert(Fault fault, long id) throws IOException, TargetException {
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
