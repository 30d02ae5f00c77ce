package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Capability;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.FakeTime;
import dev.ordeal.targets.Leash;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.SideBySide;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.link.Link;
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
import java.util.Set;

/**
 * A cluster on hosts of its own.
 *
 * <p>The nodes know each other by their real addresses. Packet rules on each host redirect its
 * connections to each peer through the proxy of that link, and lose packets; so any database can be
 * treated so, whether it knows of proxies or not.
 */
public final class HostCluster extends PlacedCluster {
  private static final int PORT_BASE = 21_000;
  private static final int PORTS = 9_000;

  /**
   * A node.
   *
   * @param fakeTime where libfaketime is; null if it is not there or not needed
   * @param noDisk why it has no disk that can fail; empty if it has, or if none was wanted
   * @param unrationed of what is wanted, what cannot be rationed, and why
   */
  private record Node(
      NodeView view,
      Host host,
      Marked marked,
      PacketRules rules,
      String fakeTime,
      String noDisk,
      Map<Capability, String> unrationed) {}

  private final Hosts hosts;
  private final String tag;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, List<Long>> journalled = new LinkedHashMap<>();

  private HostCluster(ClusterSetup setup, Hosts hosts) {
    super(setup);
    this.tag = Hosts.tag(setup.runId());
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

  private void prepare() throws IOException, TargetException {
    List<Host> hosts = this.hosts.hosts();
    List<String> names = hosts.stream().map(Host::name).toList();
    Map<String, Address> real = new LinkedHashMap<>();
    List<String> ports = new ArrayList<>(database.peerPorts());
    ports.add(database.clientPort());
    int first = PORT_BASE + Math.floorMod(setup.runId().hashCode(), PORTS);
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
              setup.bugs(),
              host,
              setup.wants(Capability.MEMBERS) && database.membership().isPresent());
      boolean ownClock = database.clockFile(host.folder()).isPresent();
      Answer library =
          setup.wants(Capability.CLOCK) && !ownClock ? host.execute(FakeTime.FIND) : null;
      Node node =
          new Node(
              view,
              host,
              new Marked(setup.runId(), host.name()),
              new PacketRules(tag),
              library != null && library.isGood() ? library.output().strip() : null,
              setup.wants(Capability.DISK) ? NodeDisk.problem(host) : "",
              new Rations(host.kernel(), setup.runId(), host.name()).problems(setup));
      nodes.put(host.name(), node);
      serves(host.name(), real.get(host.name() + "/" + database.clientPort()));
    }
    SideBySide.each(nodes.values(), node -> redirect(node, real));
    if (setup.wants(Capability.DISK)) {
      SideBySide.each(nodes(), this::mountDisk);
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
      node.unrationed().forEach((what, why) -> missing.put(what, node.host().name() + ": " + why));
    }
    if (!fixedMembers().isEmpty()) {
      missing.put(Capability.MEMBERS, fixedMembers());
    }
    return missing;
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
  public void start(String name) throws IOException, TargetException {
    Node node = nodes.get(name);
    if (isRunning(name)) {
      return;
    }
    List<String> command = database.launch(node.view());
    note(
        name,
        "processes of node " + name,
        node.host().undo(new HostUndo.Kill(setup.runId(), name)));
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
    return nodes.get(node).host().undo(new HostUndo.Resume(setup.runId(), node));
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

  // What it has in common with other clusters.

  @Override
  protected Place place(String node) {
    return nodes.get(node).host();
  }

  @Override
  protected Place kernel(String node) {
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
  protected String lastLines(String name) {
    Node node = nodes.get(name);
    try {
      String log = Shell.quoted(node.view().folder().resolve("node.log").toString());
      return node.host().execute("tail -n 5 " + log).output();
    } catch (IOException unreadable) {
      return "(no log: " + unreadable.getMessage() + ")";
    }
  }

  @Override
  protected void closeNode(String name) throws IOException {
    Node node = nodes.get(name);
    node.host().require(node.marked().kill() + "\n" + node.rules().remove());
  }

  @Override
  protected void closed(String name) throws IOException {
    synchronized (this) {
      for (long line : journalled.getOrDefault(name, List.of())) {
        setup.journal().undone(line, "host " + name + " is clean");
      }
      journalled.remove(name);
    }
    nodes.get(name).host().collect(setup.folders().get(name));
  }

  @Override
  protected void closeRest() throws IOException {
    hosts.close();
  }
}
