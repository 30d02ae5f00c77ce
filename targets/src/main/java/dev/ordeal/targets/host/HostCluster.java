package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.FakeTime;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Clocks;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.ability.Members;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.jvm.ParentWatchdog;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.kernel.PacketQueues;
import dev.ordeal.targets.kernel.PacketRules;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.PacketTrouble;
import dev.ordeal.targets.link.RulesSeen;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.ExitStatus;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A cluster on hosts of its own.
 *
 * <p>The nodes know each other by their real addresses. Packet rules on each host redirect its
 * connections to each peer through the proxy of that link, and lose packets; so any database can be
 * treated so, whether it knows of proxies or not.
 */
public final class HostCluster extends AbstractCluster implements PacketImpairments {
  /** The name of the files in which the end and the output of a node are written. */
  private static final String FILES = "node";

  private static final int PORT_BASE = 21_000;
  private static final int PORTS = 9_000;

  /** By how much the age of an exit status may be too great: looks take time. */
  private static final long LATE_SECONDS = 2;

  /**
   * A node.
   *
   * @param machineClock the clock of its machine, if that is what is set
   * @param fakeTime where libfaketime is; null if it is not there or not needed
   * @param missing of what is wanted, what it cannot have, and why
   */
  private record Node(
      NodeView view,
      Host host,
      MarkedProcesses marked,
      PacketRules rules,
      PacketQueues queues,
      Optional<MachineClock> machineClock,
      String fakeTime,
      Map<Class<?>, String> missing) {

    /** The clock that a fault moves, in some way. */
    HostUndo clock(Database database, long offsetMillis) {
      Optional<Path> own = database.clockFile(view.folder());
      if (own.isPresent()) {
        return new HostUndo.SetOffset(own.get().toString(), Long.toString(offsetMillis));
      }
      if (machineClock.isPresent()) {
        return new HostUndo.SetTime(machineClock.get(), offsetMillis);
      }
      Path file = FakeTime.file(view.folder());
      return new HostUndo.SetOffset(file.toString(), FakeTime.text(offsetMillis));
    }
  }

  private final Hosts hosts;
  private final String tag;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, List<Long>> journalled = new LinkedHashMap<>();

  /** By node: who waits for its end. */
  private final Map<String, EndWatch> ends = new ConcurrentHashMap<>();

  /** By node, where files are not this machine's. */
  private final Map<String, NodeLog> logs = new ConcurrentHashMap<>();

  private HostCluster(ClusterSetup setup, Hosts hosts) {
    super(setup);
    this.tag = RunMark.tag(setup.runId());
    this.hosts = hosts;
  }

  /**
   * Sets up proxies, rules and folders, and starts every node.
   *
   * @param hosts closed last
   */
  public static HostCluster start(ClusterSetup setup, Hosts hosts)
      throws IOException, TargetException {
    HostCluster cluster = new HostCluster(setup, hosts);
    try {
      cluster.prepare();
      cluster.followLogs();
      OnNodes.each(cluster.nodes(), cluster::start);
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

  private void prepare() throws IOException, TargetException {
    List<Host> hosts = this.hosts.hosts();
    List<String> names = hosts.stream().map(Host::name).toList();
    Map<String, Address> real = new LinkedHashMap<>();
    List<String> ports =
        Stream.concat(database.peerPorts().stream(), Stream.of(database.clientPort()))
            .distinct()
            .toList();
    int first = PORT_BASE + Math.floorMod(setup.runId().hashCode(), PORTS);
    for (Host host : hosts) {
      for (int p = 0; p < ports.size(); p++) {
        real.put(host.name() + "/" + ports.get(p), new Address(host.address(), first + p));
      }
    }
    List<Optional<MachineClock>> clocks = machineClocks(hosts);
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(i);
      NodeView view =
          new NodeView(
              host.name(),
              i,
              names,
              host.folder(),
              (node, port) -> real.get(node + "/" + port),
              setup.bugs(),
              host,
              setup.wants(Members.class) && database.membership().isPresent());
      nodes.put(host.name(), node(host, view, clocks.get(i)));
      serves(host.name(), real.get(host.name() + "/" + database.clientPort()));
    }
    OnNodes.each(nodes.values(), node -> node.host().provide(database.programs()));
    OnNodes.each(nodes.values(), node -> redirect(node, real));
    OnNodes.each(nodes.values(), node -> database.prepare(node.view()));
    if (setup.wants(PacketImpairments.class)) {
      OnNodes.each(nodes.values(), this::makeQueues);
    }
    if (setup.wants(Disks.class)) {
      OnNodes.each(nodes.values(), node -> miss(node, Disks.class, mountDisk(node.view().name())));
    }
  }

  private void followLogs() throws IOException {
    for (Host host : hosts.hosts()) {
      if (!host.isHere()) {
        Path into = setup.folders().get(host.name());
        logs.put(host.name(), NodeLog.follow(host, host.folder(), into));
      }
    }
  }

  /** Databases with a clock of their own need none, the rest preferably that of the machine. */
  private List<Optional<MachineClock>> machineClocks(List<Host> hosts)
      throws IOException, TargetException {
    boolean needed =
        setup.wants(Clocks.class) && database.clockFile(hosts.getFirst().folder()).isEmpty();
    return needed
        ? MachineClock.of(new LocalShell("here"), hosts)
        : Collections.nCopies(hosts.size(), Optional.empty());
  }

  private Node node(Host host, NodeView view, Optional<MachineClock> clock) throws IOException {
    boolean needsLibrary =
        setup.wants(Clocks.class) && clock.isEmpty() && database.clockFile(host.folder()).isEmpty();
    CommandResult library =
        needsLibrary && database.asksLibraryForTime()
            ? host.execute(FakeTime.FIND)
            : new CommandResult(1, "");
    Map<Class<?>, String> missing = new LinkedHashMap<>();
    missing.putAll(new NodeLimits(host.kernel(), setup.runId(), host.name()).problems(setup));
    Node node =
        new Node(
            view,
            host,
            new MarkedProcesses(setup.runId(), host.name()),
            new PacketRules(tag),
            new PacketQueues(tag),
            clock,
            library.isGood() ? library.output().strip() : null,
            missing);
    if (needsLibrary) {
      miss(node, Clocks.class, FakeTime.problem(database, library.isGood()).orElse(""));
    }
    return node;
  }

  private static void miss(Node node, Class<?> capability, String why) {
    if (!why.isEmpty()) {
      node.missing().put(capability, why);
    }
  }

  private void makeQueues(Node node) throws IOException {
    Host host = node.host();
    note(host.name(), "packet queues on " + host.name(), host.undo(new HostUndo.RemoveQueues(tag)));
    miss(
        node,
        PacketImpairments.class,
        host.require(node.queues().create(host.controlAddress())).strip());
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

  private synchronized void note(String node, String what, Undo undo) throws IOException {
    journalled
        .computeIfAbsent(node, n -> new ArrayList<>())
        .add(setup.journal().intent(what, undo));
  }

  @Override
  public List<String> nodes() {
    return List.copyOf(nodes.keySet());
  }

  @Override
  protected Map<Class<?>, String> missing() {
    Map<Class<?>, String> missing = new LinkedHashMap<>();
    for (Node node : nodes.values()) {
      node.missing().forEach((what, why) -> missing.put(what, node.host().name() + ": " + why));
    }
    if (!fixedMembers().isEmpty()) {
      missing.put(Members.class, fixedMembers());
    }
    return missing;
  }

  @Override
  public void cut(String fault, Collection<Link> links) throws IOException {
    dropPackets(fault, links, 1);
  }

  @Override
  public void dropPackets(String fault, Collection<Link> lost, double share) throws IOException {
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
  public void impairPackets(String fault, Collection<Link> impaired, PacketTrouble trouble)
      throws IOException {
    Map<String, List<String>> peers = new LinkedHashMap<>();
    for (Link link : impaired) {
      peers.computeIfAbsent(link.from(), n -> new ArrayList<>()).add(link.to());
    }
    onEach(peers.keySet(), name -> impair(fault, nodes.get(name), peers.get(name), trouble));
  }

  private void impair(String fault, Node from, List<String> peers, PacketTrouble trouble)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(from.queues().take(fault, trouble));
    int mark = from.queues().mark(fault);
    for (String peer : peers) {
      lines.add(from.rules().markTo(nodes.get(peer).host().address(), mark, fault));
    }
    if (peers.size() == nodes.size() - 1) {
      for (String port : database.peerPorts()) {
        lines.add(from.rules().markFrom(from.view().own(port).port(), mark, fault));
      }
    }
    from.host().require("set -e\n" + String.join("\n", lines));
  }

  @Override
  public void dropNames(String fault, Collection<String> names) throws IOException {
    onEach(names, name -> nodes.get(name).host().require(nodes.get(name).rules().loseNames(fault)));
  }

  @Override
  public void restorePackets(String fault, Collection<String> names) throws IOException {
    onEach(
        names,
        name -> {
          Node node = nodes.get(name);
          node.host().require(node.rules().deliver(fault));
          String band = node.queues().release(fault);
          if (!band.isEmpty()) {
            node.host().require(band);
          }
        });
  }

  @Override
  public Optional<RulesSeen> rules(String fault, String name) throws IOException {
    Node node = nodes.get(name);
    String[] counts = node.host().require(node.rules().count(fault)).strip().split(" ");
    return Optional.of(new RulesSeen(Integer.parseInt(counts[0]), Long.parseLong(counts[1])));
  }

  @Override
  public List<NodeProcess> processes(String name) throws IOException {
    return MarkedProcesses.read(nodes.get(name).host().require(nodes.get(name).marked().list()));
  }

  @Override
  public OptionalLong clockSetting(String name) throws IOException {
    Node node = nodes.get(name);
    Optional<Path> own = database.clockFile(node.view().folder());
    if (own.isEmpty() && node.machineClock().isPresent()) {
      return OptionalLong.empty();
    }
    String file = own.orElse(FakeTime.file(node.view().folder())).toString();
    String text = node.host().require("cat " + Shell.quoted(file)).strip();
    return FakeTime.offsetMillis(text, own.isEmpty());
  }

  /** For what has nothing to do with a target. */
  private static void onEach(Collection<String> names, OnNodes.Action<String> action)
      throws IOException {
    try {
      OnNodes.each(names, action);
    } catch (TargetException impossible) {
      throw new IOException(impossible);
    }
  }

  @Override
  public List<Undo> restoreUndos(String fault, Collection<String> names) {
    HostUndo deliver = new HostUndo.Deliver(tag, fault);
    return names.stream().map(name -> nodes.get(name).host().undo(deliver)).toList();
  }

  @Override
  protected void startNode(String name) throws IOException, TargetException {
    Node node = nodes.get(name);
    if (!node.host().require(node.marked().killUnlessLives()).isBlank()) {
      return;
    }
    List<String> command = database.launch(node.view());
    note(
        name,
        "processes of node " + name,
        node.host().undo(new HostUndo.Kill(setup.runId(), name)));
    List<String> words = new ArrayList<>(List.of("env", ParentWatchdog.DETACHED + "=1"));
    if (node.fakeTime() != null) {
      // A clock that a fault has moved stays so when its node starts again.
      String file = Shell.quoted(FakeTime.file(node.view().folder()).toString());
      String set = node.clock(database, 0).command();
      node.host().require("if [ ! -e %s ]; then %s; fi".formatted(file, set));
      FakeTime.environment(node.fakeTime(), node.view().folder())
          .forEach((variable, value) -> words.add(variable + "=" + value));
    }
    words.addAll(command);
    String line = Shell.line(words);
    node.host().require(node.marked().start(node.view().folder().toString(), FILES, line));
  }

  @Override
  protected void killNode(String node) throws IOException {
    nodes.get(node).host().require(nodes.get(node).marked().kill());
  }

  @Override
  protected void stopNode(String node, Duration patience) throws IOException {
    int tenths = (int) Math.max(1, patience.toMillis() / 100);
    nodes.get(node).host().require(nodes.get(node).marked().stop(tenths));
    killNode(node);
  }

  @Override
  protected void pauseNode(String node) throws IOException {
    nodes.get(node).host().require(nodes.get(node).marked().pause());
  }

  @Override
  protected void resumeNode(String node) throws IOException {
    nodes.get(node).host().require(nodes.get(node).marked().resume());
  }

  @Override
  public Undo resumeUndo(String node) {
    return nodes.get(node).host().undo(new HostUndo.Resume(setup.runId(), node));
  }

  @Override
  public void setClock(String node, long offsetMillis) throws IOException {
    nodes.get(node).host().require(nodes.get(node).clock(database, offsetMillis).command());
  }

  @Override
  public Undo clockUndo(String node) {
    return nodes.get(node).host().undo(nodes.get(node).clock(database, 0));
  }

  // What it has in common with other clusters.

  @Override
  protected Optional<Map<String, String>> clockEnvironment(String name) {
    Node node = nodes.get(name);
    if (database.clockFile(node.view().folder()).isPresent()) {
      return Optional.empty();
    }
    return node.machineClock().isPresent()
        ? Optional.of(Map.of())
        : Optional.ofNullable(node.fakeTime())
            .map(library -> FakeTime.environment(library, node.view().folder()));
  }

  @Override
  protected HostShell place(String node) {
    return nodes.get(node).host();
  }

  @Override
  protected HostShell kernel(String node) {
    return nodes.get(node).host().kernel();
  }

  @Override
  protected NodeView view(String node) {
    return nodes.get(node).view();
  }

  @Override
  protected boolean isRunning(String node) throws IOException {
    return nodes.get(node).host().execute(nodes.get(node).marked().isThere()).isGood();
  }

  @Override
  protected Life awaitGone(String name, Duration patience)
      throws IOException, InterruptedException {
    Node node = nodes.get(name);
    return ends.computeIfAbsent(name, n -> new EndWatch(node.host(), node.marked()))
        .awaitGone(patience);
  }

  /** Of a daemon only its launcher's end is known, which was before the node was seen to live. */
  @Override
  protected String endStatus(String name, Duration within) {
    Node node = nodes.get(name);
    try {
      String folder = node.view().folder().toString();
      String[] words =
          node.host().require(MarkedProcesses.exitStatus(folder, FILES)).strip().split(" ");
      if (words.length < 2) {
        return "exit status not known: its machine has none on record";
      }
      return Long.parseLong(words[1]) > within.toSeconds() + LATE_SECONDS
          ? "exit status not known: it was a daemon, whose launcher had ended before"
          : ExitStatus.text(Integer.parseInt(words[0]));
    } catch (IOException | NumberFormatException unreadable) {
      return "exit status not known: " + unreadable.getMessage();
    }
  }

  @Override
  public List<String> lastLogLines(String name, int count) throws IOException {
    Node node = nodes.get(name);
    String log = Shell.quoted(node.view().folder().resolve(NodeLog.NAME).toString());
    return node.host()
        .require("[ ! -e %s ] || tail -n %d %s".formatted(log, count, log))
        .lines()
        .toList();
  }

  @Override
  protected void closeNode(String name) throws IOException {
    Node node = nodes.get(name);
    List<String> lines = new ArrayList<>();
    lines.add(node.marked().kill());
    lines.add(node.rules().remove());
    if (setup.wants(PacketImpairments.class)) {
      lines.add(node.queues().remove());
    }
    node.host().require(String.join("\n", lines));
  }

  @Override
  protected void closed(String name) throws IOException {
    synchronized (this) {
      for (long line : journalled.getOrDefault(name, List.of())) {
        setup.journal().undone(line, "host " + name + " is clean");
      }
      journalled.remove(name);
    }
    NodeLog log = logs.remove(name);
    if (log != null) {
      log.close();
    }
  }

  @Override
  protected void closeRest() throws IOException {
    hosts.close();
  }
}
