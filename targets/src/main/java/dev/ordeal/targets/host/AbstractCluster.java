package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Ended;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.Membership;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Clocks;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.ability.Members;
import dev.ordeal.targets.ability.MemoryLimits;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.ProcessorLimits;
import dev.ordeal.targets.ability.ResourceLimit;
import dev.ordeal.targets.ability.StoredData;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What all clusters have in common whose nodes are processes at places where commands can be run:
 * clients and leaders, disks, stored data and rations, waiting for nodes, and the end.
 */
public abstract class AbstractCluster
    implements Cluster,
        Processes,
        LinkCuts,
        Clocks,
        Disks,
        StoredData,
        ProcessorLimits,
        MemoryLimits,
        Members {

  protected final ClusterSetup setup;
  protected final Database database;
  protected final Links links;

  /** By node: the disk that can fail, where disks were wanted and are available. */
  protected final Map<String, NodeDisk> disks = new ConcurrentHashMap<>();

  private static final int MESSAGE_LINES = 5;

  /** The abilities that were asked for and found: they stay. */
  private final Set<Class<?>> granted = ConcurrentHashMap.newKeySet();

  private final Intents intents = new Intents();
  private final ClientProcesses clientPrograms;
  private final Map<String, Address> clientAddresses = new LinkedHashMap<>();
  private final Map<String, Address> directAddresses = new LinkedHashMap<>();

  protected AbstractCluster(ClusterSetup setup) {
    this.setup = setup;
    this.database = setup.database();
    this.links = new Links(setup.toxiproxy(), setup.journal(), "ordeal-" + setup.runId());
    this.clientPrograms = new ClientProcesses(setup.runId(), setup.journal(), setup.folders());
  }

  /** Where commands about a node are run. */
  protected abstract HostShell place(String node);

  /** Where a node's processes can be put into control groups. */
  protected abstract HostShell kernel(String node);

  protected abstract NodeView view(String node);

  protected abstract boolean isRunning(String node) throws IOException;

  /**
   * The environment of a program that sees a node's clock; empty if none but the database does, or
   * if nobody moves it.
   */
  protected abstract Optional<Map<String, String>> clockEnvironment(String node);

  protected abstract void startNode(String node) throws IOException, TargetException;

  protected abstract void killNode(String node) throws IOException;

  protected abstract void stopNode(String node, Duration patience) throws IOException;

  protected abstract void pauseNode(String node) throws IOException;

  protected abstract void resumeNode(String node) throws IOException;

  /** Waits until all processes of a node that was started are gone, or the patience is over. */
  protected abstract Life awaitGone(String node, Duration patience)
      throws IOException, InterruptedException;

  /**
   * How a node ended whose processes are gone, as far as is known.
   *
   * @param within how long ago it lived
   */
  protected abstract String endStatus(String node, Duration within);

  /** Ends all of one node. */
  protected abstract void closeNode(String node) throws IOException, TargetException;

  /** Ends what the nodes lived in; comes last. */
  protected abstract void closeRest() throws IOException;

  /** Names the address at which a node serves clients, and makes the proxy that leads there. */
  protected final void serves(String node, Address direct) throws IOException {
    directAddresses.put(node, direct);
    clientAddresses.put(node, links.clientProxy(node, direct));
  }

  @Override
  public final String runId() {
    return setup.runId();
  }

  /** By ability that this environment has in other cases: why it has not got it now. */
  protected abstract Map<Class<?>, String> missing();

  @Override
  public final <A> A ability(Class<A> type) {
    if (!granted.contains(type)) {
      Optional<String> why = missing(type);
      if (why.isPresent()) {
        throw new IllegalStateException("%s: %s".formatted(type.getSimpleName(), why.get()));
      }
      granted.add(type);
    }
    return type.cast(type == Links.class ? links : this);
  }

  @Override
  public final Optional<String> missing(Class<?> ability) {
    String why = missing().get(ability);
    if (why == null && ability != Links.class && !ability.isInstance(this)) {
      why = "this environment has no " + ability.getSimpleName();
    }
    return Optional.ofNullable(why);
  }

  @Override
  public final Optional<String> leader() {
    return leaders().stream().findFirst();
  }

  @Override
  public final List<String> leaders() {
    Set<String> leading = ConcurrentHashMap.newKeySet();
    try {
      OnNodes.each(
          nodes().stream().filter(intents::isActive).toList(),
          node -> {
            if (database.isLeader(directAddresses.get(node)) && intents.isActive(node)) {
              leading.add(node);
            }
          });
    } catch (IOException | TargetException interrupted) {
      return List.of();
    }
    return nodes().stream().filter(leading::contains).toList();
  }

  // Starting and ending nodes.

  @Override
  public final void start(String node) throws IOException, TargetException {
    seeEnd(node);
    long began = System.nanoTime();
    startNode(node);
    intents.up(node, began);
  }

  @Override
  public final void kill(String node) throws IOException {
    seeEnd(node);
    intents.down(node);
    killNode(node);
  }

  @Override
  public final void stop(String node, Duration patience) throws IOException {
    seeEnd(node);
    intents.down(node);
    stopNode(node, patience);
  }

  @Override
  public final void pause(String node) throws IOException {
    intents.paused(node, true);
    pauseNode(node);
  }

  @Override
  public final void resume(String node) throws IOException {
    resumeNode(node);
    intents.paused(node, false);
  }

  /** What ended by itself just before it is told something else must not be lost. */
  private void seeEnd(String node) throws IOException {
    if (intents.isUp(node) && !isRunning(node)) {
      intents.ended(node, ended(node));
    }
  }

  private Ended ended(String node) {
    Duration within = intents.sinceLived(node);
    return new Ended(endStatus(node, within), within);
  }

  @Override
  public final Optional<Ended> awaitEnd(String node, Duration patience)
      throws IOException, InterruptedException {
    long number = intents.awaitUp(node, patience.toNanos());
    Optional<Ended> seen = intents.takeEnd(node);
    if (seen.isPresent() || number < 0) {
      return seen;
    }
    long began = System.nanoTime();
    return switch (awaitGone(node, patience)) {
      case UNKNOWN -> Optional.empty();
      case LIVES -> {
        intents.lived(node, began);
        yield Optional.empty();
      }
      case GONE -> {
        Ended ended = ended(node);
        yield intents.claim(node, number) ? Optional.of(ended) : intents.takeEnd(node);
      }
    };
  }

  /** The end of a node's log, for messages. */
  private String lastLines(String node) {
    try {
      return String.join("\n", lastLogLines(node, MESSAGE_LINES));
    } catch (IOException unreadable) {
      return "(no log: " + unreadable.getMessage() + ")";
    }
  }

  @Override
  public final Optional<AutoCloseable> client(Class<?> contract, String node) throws Exception {
    return database.client(
        contract, new ClientView(node, clientAddresses.get(node), clientPrograms));
  }

  @Override
  public final OptionalLong readClock(String node) throws IOException {
    Optional<Map<String, String>> environment = clockEnvironment(node);
    if (environment.isEmpty()) {
      return OptionalLong.empty();
    }
    List<String> words = new ArrayList<>(List.of("env"));
    environment.get().forEach((variable, value) -> words.add(variable + "=" + value));
    words.addAll(List.of("date", "+%s%3N"));
    long before = System.currentTimeMillis();
    String there = place(node).require(Shell.line(words)).strip();
    long after = System.currentTimeMillis();
    try {
      return OptionalLong.of(Long.parseLong(there) - (before + after) / 2);
    } catch (NumberFormatException unknown) {
      throw new IOException(node + ": its date says '" + there + "'", unknown);
    }
  }

  // Disks, data, limits.

  /** Why there is no disk that can fail; empty if there is, and it is mounted now. */
  protected final String mountDisk(String node) throws IOException {
    String problem = NodeDisk.problem(place(node));
    if (problem.isEmpty()) {
      disks.put(node, NodeDisk.mount(place(node), view(node), setup.runId(), setup.journal()));
    }
    return problem;
  }

  private NodeDisk disk(String node) {
    NodeDisk disk = disks.get(node);
    if (disk == null) {
      throw new IllegalStateException(node + " has no disk that can fail");
    }
    return disk;
  }

  @Override
  public final void setDisk(String node, String fault, DiskTrouble trouble) throws IOException {
    disk(node).set(fault, trouble);
  }

  @Override
  public final Undo diskUndo(String node, String fault) {
    return disk(node).undo(fault);
  }

  @Override
  public final void changeData(String node, DataChange change) throws IOException {
    NodeDisk disk = disks.get(node);
    NodeDisk.change(disk == null ? place(node) : disk.inside(), view(node), change);
  }

  /** What a node's processes may have. */
  protected final NodeLimits limits(String node) {
    return new NodeLimits(kernel(node), setup.runId(), node);
  }

  @Override
  public final void limit(String node, String fault, ResourceLimit limit) throws IOException {
    limits(node).limit(fault, limit);
  }

  @Override
  public final void release(String node, String fault) throws IOException {
    limits(node).release(fault);
  }

  @Override
  public final String limitSeen(String node, String fault) throws IOException {
    return limits(node).show(fault);
  }

  @Override
  public final String diskSeen(String node) throws IOException {
    return disk(node).show();
  }

  @Override
  public final Undo releaseUndo(String node, String fault) {
    return limits(node).undo(fault);
  }

  // Members.

  /** Why members cannot be changed, where that is wanted; empty if they can be. */
  protected final String fixedMembers() {
    return setup.wants(Members.class) && database.membership().isEmpty()
        ? "the members of " + database.name() + " cannot be changed while it runs"
        : "";
  }

  @Override
  public final void removeMembers(List<String> nodes, Duration patience) throws IOException {
    membership()
        .remove(nodes.stream().map(this::view).toList(), directAddresses.values(), patience);
  }

  @Override
  public final void addMembers(List<String> nodes, Duration patience) throws IOException {
    membership().add(nodes.stream().map(this::view).toList(), directAddresses.values(), patience);
  }

  private Membership membership() {
    return database
        .membership()
        .orElseThrow(() -> new IllegalStateException("checked before the run"));
  }

  // Beginning and end.

  @Override
  public final void awaitReady(Duration patience, BooleanSupplier cancelled)
      throws TargetException {
    readiness().awaitStart(patience, cancelled);
  }

  @Override
  public final Map<String, String> awaitRecovery(Duration patience, BooleanSupplier cancelled)
      throws TargetException {
    return readiness().awaitRecovery(patience, cancelled);
  }

  private Readiness readiness() {
    return new Readiness(database, directAddresses, this::isRunning, this::lastLines);
  }

  @Override
  public final void close() {
    List<Exception> problems = new ArrayList<>();
    try {
      clientPrograms.close();
    } catch (IOException failed) {
      problems.add(failed);
    }
    try {
      OnNodes.each(nodes(), this::closeAll);
    } catch (IOException | TargetException failed) {
      problems.add(failed);
    }
    try {
      links.deleteAll();
    } catch (IOException failed) {
      problems.add(failed);
    }
    setup.toxiproxy().close();
    try {
      closeRest();
    } catch (IOException failed) {
      problems.add(failed);
    }
    if (!problems.isEmpty()) {
      throw new LeftBehindException(problems);
    }
  }

  private void closeAll(String node) throws IOException, TargetException {
    intents.down(node);
    closeNode(node);
    NodeDisk disk = disks.remove(node);
    if (disk != null) {
      disk.close();
    }
    closed(node);
  }

  /** Called when nothing is left of a node but its place. */
  protected void closed(String node) throws IOException {}
}
