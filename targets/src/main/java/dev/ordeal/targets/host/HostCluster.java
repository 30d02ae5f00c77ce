package dev.ordeal.targets.host;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Capability;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.FakeTime;
import dev.ordeal.targets.Leash;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.SideBySide;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A cluster on hosts of its own.
 *
 * <p>The nodes know each other by their real addresses. Packet rules on each host redirect its
 * connections to each peer through the proxy of that link, and lose packets; so any database can be
 * treated so, whether it knows of proxies or not.
 */
public final class HostCluster implements Cluster {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int PORT_BASE = 21_000;
  private static final int PORTS = 9_000;

  /**
   * A node.
   *
   * @param fakeTime where libfaketime is; null if it is not there or not needed
   * @param noDisk why it has no disk that can fail; empty if it has, or if none was wanted
   * @param noLimits why its processors cannot be limited; empty if they can, or need not
   */
  private record Node(
      NodeView view,
      Host host,
      Marked marked,
      PacketRules rules,
      String fakeTime,
      String noDisk,
      String noLimits) {}

  private final Database database;
  private final ToxiproxyServer toxiproxy;
  private final Links links;
  private final FaultJournal journal;
  private final Hosts hosts;
  private final Set<Capability> wanted;
  private final Map<String, Path> folders;
  private final String runId;
  private final String tag;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, NodeDisk> disks = new ConcurrentHashMap<>();
  private final Map<String, Address> clientAddresses = new LinkedHashMap<>();
  private final Map<String, Address> directClientAddresses = new LinkedHashMap<>();
  private final Map<String, List<Long>> journalled = new LinkedHashMap<>();

  private HostCluster(
      Database database,
      ToxiproxyServer toxiproxy,
      FaultJournal journal,
      String runId,
      Map<String, Path> folders,
      Hosts hosts,
      Set<Capability> wanted) {
    this.database = database;
    this.toxiproxy = toxiproxy;
    this.journal = journal;
    this.links = new Links(toxiproxy, journal, "ordeal-" + runId);
    this.folders = folders;
    this.runId = runId;
    this.tag = Hosts.tag(runId);
    this.hosts = hosts;
    this.wanted = wanted;
  }

  /**
   * Sets up proxies, rules and folders, and starts every node.
   *
   * @param folders where what is collected from each node goes, by the node's name
   * @param hosts closed last
   * @param wanted what has to be prepared: clocks that can be moved, disks that fail
   * @param toxiproxy closed together with the cluster; its proxies must be able to listen on the
   *     addresses at which the hosts find the control process
   */
  public static HostCluster start(
      Database database,
      Hosts hosts,
      String runId,
      Map<String, Path> folders,
      FaultJournal journal,
      ToxiproxyServer toxiproxy,
      List<String> bugs,
      Set<Capability> wanted)
      throws IOException, TargetException {
    HostCluster cluster =
        new HostCluster(database, toxiproxy, journal, runId, folders, hosts, wanted);
    try {
      cluster.prepare(bugs);
      SideBySide.each(cluster.nodes(), cluster::start);
      return cluster;
    } catch (IOException | TargetException | RuntimeException failed) {
      try {
        cluster.close();
      } catch (LeftBehindException also) {
        failed.addSuppressed(also);
      }
      throw failed;
    }
  }

  private void prepare(List<String> bugs) throws IOException, TargetException {
    List<Host> hosts = this.hosts.hosts();
    List<String> names = hosts.stream().map(Host::name).toList();
    Map<String, Address> real = new LinkedHashMap<>();
    List<String> ports = new ArrayList<>(database.peerPorts());
    ports.add(database.clientPort());
    int first = PORT_BASE + Math.floorMod(runId.hashCode(), PORTS);
    for (Host host : hosts) {
      for (int p = 0; p < ports.size(); p++) {
        real.put(host.name() + "/" + ports.get(p), new Address(host.address(), first + p));
      }
    }
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(i);
      NodeView view =
          new NodeView(
              host.name(),
              i,
              names,
              host.folder(),
              (node, port) -> real.get(node + "/" + port),
              bugs,
              host);
      boolean ownClock = database.clockFile(host.folder()).isPresent();
      Answer library =
          wanted.contains(Capability.CLOCK) && !ownClock ? host.execute(FakeTime.FIND) : null;
      Node node =
          new Node(
              view,
              host,
              new Marked(runId, host.name()),
              new PacketRules(tag),
              library != null && library.isGood() ? library.output().strip() : null,
              wanted.contains(Capability.DISK) ? NodeDisk.problem(host) : "",
              wanted.contains(Capability.PROCESSORS)
                  ? new Processors(host.kernel(), runId, host.name()).problem()
                  : "");
      nodes.put(host.name(), node);
      Address direct = real.get(host.name() + "/" + database.clientPort());
      directClientAddresses.put(host.name(), direct);
      clientAddresses.put(host.name(), links.clientProxy(host.name(), direct));
    }
    SideBySide.each(nodes.values(), node -> redirect(node, real));
    if (wanted.contains(Capability.DISK)) {
      SideBySide.each(nodes.values(), this::mount);
    }
  }

  private void redirect(Node node, Map<String, Address> real) throws IOException {
    Host host = node.host();
    note(host.name(), "packet rules on " + host.name(), host.undo(new HostUndo.RemoveRules(tag)));
    host.require("mkdir -p " + Shell.quoted(host.folder().toString()));
    host.require(node.rules().create());
    List<String> lines = new ArrayList<>();
    for (String peer : node.view().nodes()) {
      for (String port : database.peerPorts()) {
        if (!peer.equals(host.name())) {
          Address direct = real.get(peer + "/" + port);
          Address proxy =
              links.proxy(new Link(host.name(), peer), port, direct, host.controlAddress());
          lines.add(node.rules().redirect(direct, proxy));
        }
      }
    }
    if (!lines.isEmpty()) {
      host.require("set -e\n" + String.join("\n", lines));
    }
  }

  private void mount(Node node) throws IOException {
    if (node.noDisk().isEmpty()) {
      NodeView view = node.view();
      disks.put(view.name(), NodeDisk.mount(node.host(), view, runId, journal));
    }
  }

  private synchronized void note(String node, String what, Undo undo) throws IOException {
    journalled.computeIfAbsent(node, n -> new ArrayList<>()).add(journal.intent(what, undo));
  }

  @Override
  public List<String> nodes() {
    return List.copyOf(nodes.keySet());
  }

  @Override
  public Map<Capability, String> missing() {
    Map<Capability, String> missing = new EnumMap<>(Capability.class);
    for (Node node : nodes.values()) {
      if (database.clockFile(node.view().folder()).isEmpty()) {
        FakeTime.problem(database, node.fakeTime() != null)
            .ifPresent(
                problem -> missing.put(Capability.CLOCK, node.host().name() + ": " + problem));
      }
      if (!node.noDisk().isEmpty()) {
        missing.put(Capability.DISK, node.host().name() + ": " + node.noDisk());
      }
      if (!node.noLimits().isEmpty()) {
        missing.put(Capability.PROCESSORS, node.host().name() + ": " + node.noLimits());
      }
    }
    return missing;
  }

  @Override
  public Links links() {
    return links;
  }

  @Override
  public void lose(String fault, Collection<Link> lost, double share) throws IOException {
    Map<String, List<String>> byHost = new LinkedHashMap<>();
    for (Link link : lost) {
      Node from = nodes.get(link.from());
      Node to = nodes.get(link.to());
      byHost
          .computeIfAbsent(link.from(), n -> new ArrayList<>())
          .add(from.rules().loseTo(to.host().address(), share, fault));
      byHost
          .computeIfAbsent(link.to(), n -> new ArrayList<>())
          .addAll(to.rules().loseFrom(from.host().address(), share, fault));
    }
    onEach(
        byHost.keySet(),
        name -> nodes.get(name).host().require("set -e\n" + String.join("\n", byHost.get(name))));
  }

  @Override
  public void deliver(String fault, Collection<Link> lost) throws IOException {
    onEach(
        touched(lost),
        name -> nodes.get(name).host().require(nodes.get(name).rules().deliver(fault)));
  }

  /** For what has nothing to do with a target. */
  private static void onEach(Set<String> names, SideBySide.Action<String> action)
      throws IOException {
    try {
      SideBySide.each(names, action);
    } catch (TargetException impossible) {
      throw new IOException(impossible);
    }
  }

  @Override
  public List<Undo> deliverUndos(String fault, Collection<Link> lost) {
    return touched(lost).stream()
        .map(name -> nodes.get(name).host().undo(new HostUndo.Deliver(tag, fault)))
        .toList();
  }

  private static Set<String> touched(Collection<Link> links) {
    Set<String> touched = new LinkedHashSet<>();
    for (Link link : links) {
      touched.add(link.from());
      touched.add(link.to());
    }
    return touched;
  }

  @Override
  public Optional<String> leader() {
    return directClientAddresses.entrySet().parallelStream()
        .filter(entry -> database.isLeader(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, String node) throws Exception {
    return database.client(contract, clientAddresses.get(node));
  }

  @Override
  public void start(String name) throws IOException, TargetException {
    Node node = nodes.get(name);
    if (isRunning(node)) {
      return;
    }
    List<String> command = database.launch(node.view());
    note(name, "processes of node " + name, node.host().undo(new HostUndo.Kill(runId, name)));
    List<String> words = new ArrayList<>(List.of("env", Leash.DETACHED + "=1"));
    if (node.fakeTime() != null) {
      node.host().require(clock(node, 0).command());
      FakeTime.environment(node.fakeTime(), node.view().folder())
          .forEach((variable, value) -> words.add(variable + "=" + value));
    }
    words.addAll(command);
    String line = Shell.line(words);
    node.host().require(node.marked().start(node.view().folder().toString(), line));
  }

  private boolean isRunning(Node node) throws IOException {
    return node.host().execute(node.marked().isThere()).isGood();
  }

  @Override
  public void kill(String node) throws IOException {
    nodes.get(node).host().require(nodes.get(node).marked().kill());
  }

  @Override
  public void stop(String node, Duration patience) throws IOException {
    int tenths = (int) Math.max(1, patience.toMillis() / 100);
    nodes.get(node).host().require(nodes.get(node).marked().stop(tenths));
    kill(node);
  }

  @Override
  public void pause(String node) throws IOException {
    nodes.get(node).host().require(nodes.get(node).marked().signal("STOP"));
  }

  @Override
  public void resume(String node) throws IOException {
    nodes.get(node).host().require(nodes.get(node).marked().signal("CONT"));
  }

  @Override
  public Undo resumeUndo(String node) {
    return nodes.get(node).host().undo(new HostUndo.Resume(runId, node));
  }

  @Override
  public void setClock(String node, long offsetMillis) throws IOException {
    nodes.get(node).host().require(clock(nodes.get(node), offsetMillis).command());
  }

  @Override
  public Undo clockUndo(String node) {
    return nodes.get(node).host().undo(clock(nodes.get(node), 0));
  }

  private HostUndo clock(Node node, long offsetMillis) {
    Path folder = node.view().folder();
    Path file = database.clockFile(folder).orElse(FakeTime.file(folder));
    String text =
        node.fakeTime() == null ? Long.toString(offsetMillis) : FakeTime.text(offsetMillis);
    return new HostUndo.SetOffset(file.toString(), text);
  }

  @Override
  public void setDisk(String node, String fault, DiskTrouble trouble) throws IOException {
    disk(node).set(fault, trouble);
  }

  private NodeDisk disk(String node) {
    NodeDisk disk = disks.get(node);
    if (disk == null) {
      throw new IllegalStateException(node + " has no disk that can fail");
    }
    return disk;
  }

  @Override
  public Undo diskUndo(String node, String fault) {
    return disk(node).undo(fault);
  }

  @Override
  public void changeData(String node, DataChange change) throws IOException {
    NodeDisk.change(nodes.get(node).host(), nodes.get(node).view(), change);
  }

  @Override
  public void limitProcessors(String node, String fault, double share) throws IOException {
    processors(node).limit(fault, share);
  }

  @Override
  public void freeProcessors(String node, String fault) throws IOException {
    processors(node).free(fault);
  }

  @Override
  public Undo processorsUndo(String node, String fault) {
    return processors(node).undo(fault);
  }

  private Processors processors(String node) {
    return new Processors(nodes.get(node).host().kernel(), runId, node);
  }

  @Override
  public void awaitReady(Duration patience) throws TargetException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Node node : nodes.values()) {
      String name = node.view().name();
      while (!database.isReady(directClientAddresses.get(name))) {
        requireAlive(node);
        if (System.nanoTime() > deadline) {
          throw new TargetException(
              "Node %s of %s does not serve clients after %d s. Its last words:%n%s"
                  .formatted(name, database.name(), patience.toSeconds(), lastLines(node)));
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private void requireAlive(Node node) throws TargetException {
    try {
      if (!isRunning(node)) {
        throw new TargetException(
            "Node %s of %s ended while starting. Its last words:%n%s"
                .formatted(node.view().name(), database.name(), lastLines(node)));
      }
    } catch (IOException lost) {
      throw new TargetException("Host " + node.host().name() + ": " + lost.getMessage(), lost);
    }
  }

  private static String lastLines(Node node) {
    try {
      String log = Shell.quoted(node.view().folder().resolve("node.log").toString());
      return node.host().execute("tail -n 5 " + log).output();
    } catch (IOException unreadable) {
      return "(no log: " + unreadable.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    List<Exception> problems = new ArrayList<>();
    try {
      SideBySide.each(nodes.values(), this::closeNode);
    } catch (IOException | TargetException failed) {
      problems.add(failed);
    }
    try {
      links.deleteAll();
    } catch (IOException failed) {
      problems.add(failed);
    }
    toxiproxy.close();
    try {
      hosts.close();
    } catch (IOException failed) {
      problems.add(failed);
    }
    if (!problems.isEmpty()) {
      throw new LeftBehindException(problems);
    }
  }

  private void closeNode(Node node) throws IOException {
    String name = node.view().name();
    node.host().require(node.marked().kill() + "\n" + node.rules().remove());
    NodeDisk disk = disks.remove(name);
    if (disk != null) {
      disk.close();
    }
    synchronized (this) {
      for (long line : journalled.getOrDefault(name, List.of())) {
        journal.undone(line, "host " + name + " is clean");
      }
      journalled.remove(name);
    }
    node.host().collect(folders.get(name));
  }
}
