package dev.ordeal.targets.process;

import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.FakeTime;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Clocks;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.ability.Members;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.ability.Packets;
import dev.ordeal.targets.host.AbstractCluster;
import dev.ordeal.targets.host.HostShell;
import dev.ordeal.targets.host.Life;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.targets.host.LocalShell;
import dev.ordeal.targets.host.NodeDisk;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.link.RulesSeen;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A cluster of child processes on the loopback interface. */
public final class ProcessCluster extends AbstractCluster {
  private static final String HOST = "127.0.0.1";

  /** Where libfaketime is, if it is needed and there. */
  private Optional<String> fakeTime = Optional.empty();

  /** Why there are no disks that fail; empty if there are, or if none were wanted. */
  private String noDisks = "";

  /** Why processors cannot be limited; empty if they can, or need not. */
  private Map<Class<?>, String> unlimited = Map.of();

  private final Map<String, ProcessNode> nodes = new LinkedHashMap<>();
  private final Ports ports;
  private final PortForwarder forwarder;

  private ProcessCluster(ClusterSetup setup) throws IOException {
    super(setup);
    forwarder = new PortForwarder(HOST);
    ports = new Ports(setup.runId().hashCode() * 31L + ProcessHandle.current().pid() * 997L);
  }

  /** Sets up ports, proxies and folders, and starts every node. */
  public static ProcessCluster start(ClusterSetup setup) throws IOException, TargetException {
    ProcessCluster cluster = new ProcessCluster(setup);
    try {
      if (setup.wants(Clocks.class)) {
        cluster.fakeTime = cluster.findFakeTime();
      }
      new LocalShell("this machine").provide(cluster.database.programs());
      cluster.prepare();
      cluster.unlimited = cluster.limits("n1").problems(setup);
      if (setup.wants(Disks.class)) {
        cluster.mountDisks();
      }
      for (ProcessNode node : cluster.nodes.values()) {
        cluster.database.prepare(node.view());
        cluster.start(node.view().name());
      }
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

  private void mountDisks() throws IOException {
    for (String node : nodes()) {
      noDisks = mountDisk(node);
      if (!noDisks.isEmpty()) {
        return;
      }
    }
  }

  private List<String> onDisk(String node, List<String> command) throws IOException {
    NodeDisk disk = disks.get(node);
    return disk == null ? command : disk.command(command);
  }

  private Optional<String> findFakeTime() throws IOException {
    if (!database.asksLibraryForTime()
        || database.clockFile(setup.folders().values().iterator().next()).isPresent()) {
      return Optional.empty();
    }
    CommandResult found = Commands.run(List.of("sh", "-c", FakeTime.FIND));
    return found.isGood() ? Optional.of(found.output().strip()) : Optional.empty();
  }

  private void prepare() throws IOException, TargetException {
    List<String> names = List.copyOf(setup.folders().keySet());
    Set<String> all = new LinkedHashSet<>(database.peerPorts());
    all.add(database.clientPort());
    Map<String, Address> real = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String host = database.tellsAddresses() ? NodeView.loopbackHost(i) : HOST;
      for (String port : all) {
        real.put(names.get(i) + "/" + port, new Address(host, ports.take()));
      }
    }
    Map<String, Address> seen = new LinkedHashMap<>();
    for (String from : names) {
      for (String to : names) {
        for (String port : database.peerPorts()) {
          Address direct = real.get(to + "/" + port);
          seen.put(
              from + "/" + to + "/" + port,
              from.equals(to) || !database.canBeBehindProxies()
                  ? direct
                  : links.proxy(new Link(from, to), port, direct));
        }
        // Nodes do not call each other's client ports, if these are no peer ports, too; a
        // configuration may still name them.
        seen.putIfAbsent(
            from + "/" + to + "/" + database.clientPort(),
            real.get(to + "/" + database.clientPort()));
      }
    }
    if (database.tellsAddresses()) {
      forwardPorts(names, seen);
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      serves(name, real.get(name + "/" + database.clientPort()));
      NodeView view =
          new NodeView(
              name,
              i,
              names,
              setup.folders().get(name).toRealPath(),
              (node, port) -> seen.get(name + "/" + node + "/" + port),
              setup.bugs(),
              new LocalMachine(),
              false);
      Map<String, String> environment = Map.of();
      if (fakeTime.isPresent()) {
        RunFolder.writeAtomically(FakeTime.file(view.folder()), clockText(0));
        environment = FakeTime.environment(fakeTime.get(), view.folder());
      }
      nodes.put(
          name,
          new ProcessNode(
              view,
              database,
              environment,
              command -> onDisk(name, command),
              setup.runId(),
              setup.journal()));
    }
  }

  /**
   * Puts listeners before all proxies, so that a port has one address for all nodes but its own.
   */
  private void forwardPorts(List<String> names, Map<String, Address> seen) throws IOException {
    for (String to : names) {
      for (String port : database.peerPorts()) {
        Map<String, Address> routes = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
          routes.put(NodeView.loopbackHost(i), seen.get(names.get(i) + "/" + to + "/" + port));
        }
        int number = seen.get(to + "/" + to + "/" + port).port();
        Address listener = forwarder.listen(number, routes);
        names.stream()
            .filter(from -> !from.equals(to))
            .forEach(from -> seen.put(from + "/" + to + "/" + port, listener));
      }
    }
  }

  @Override
  public List<String> nodes() {
    return List.copyOf(nodes.keySet());
  }

  @Override
  protected Map<Class<?>, String> missing() {
    Map<Class<?>, String> missing = new LinkedHashMap<>();
    for (Class<?> packets : List.of(Packets.class, PacketImpairments.class)) {
      missing.put(
          packets,
          "in the environment process there are connections only, no packets; "
              + "use --environment netns, docker or ssh");
    }
    if (!database.canBeBehindProxies()) {
      for (Class<?> struck : List.of(Links.class, LinkCuts.class)) {
        missing.put(
            struck,
            "nodes of %s know each other by one address, so in the environment process no proxy is"
                    .formatted(database.name())
                + " between them; use --environment netns, docker or ssh");
      }
    }
    if (!noDisks.isEmpty()) {
      missing.put(Disks.class, noDisks);
    }
    missing.putAll(unlimited);
    String fixed = fixedMembers();
    missing.put(
        Members.class,
        fixed.isEmpty()
            ? "in the environment process each node knows the others by addresses of its own; "
                + "use --environment netns, docker or ssh"
            : fixed);
    ProcessNode any = nodes.values().iterator().next();
    if (database.clockFile(any.view().folder()).isEmpty()) {
      FakeTime.problem(database, fakeTime.isPresent())
          .ifPresent(problem -> missing.put(Clocks.class, problem));
    }
    return missing;
  }

  /** There are no packets of its own to drop: the proxies of the links hold everything back. */
  @Override
  public void cut(String fault, Collection<Link> cut) throws IOException {
    links.apply(fault, cut, new LinkToxic.Cut());
  }

  @Override
  public void restorePackets(String fault, Collection<String> nodes) throws IOException {
    links.remove(fault);
  }

  @Override
  public Optional<RulesSeen> rules(String fault, String node) {
    return Optional.empty();
  }

  @Override
  public List<NodeProcess> processes(String node) throws IOException {
    return nodes.get(node).processes();
  }

  @Override
  public OptionalLong clockSetting(String node) throws IOException {
    String text = Files.readString(clockFile(node)).strip();
    return FakeTime.offsetMillis(text, fakeTime.isPresent());
  }

  /** Toxics go with their proxies, which are in the journal. */
  @Override
  public List<Undo> restoreUndos(String fault, Collection<String> nodes) {
    return List.of(Undo.NOTHING);
  }

  @Override
  protected void killNode(String node) throws IOException {
    nodes.get(node).kill();
  }

  @Override
  protected void stopNode(String node, Duration patience) throws IOException {
    nodes.get(node).stop(patience);
  }

  @Override
  protected void startNode(String node) throws IOException, TargetException {
    nodes.get(node).start();
  }

  @Override
  protected void pauseNode(String node) throws IOException {
    nodes.get(node).pause();
  }

  @Override
  protected void resumeNode(String node) throws IOException {
    nodes.get(node).resume();
  }

  @Override
  public void setClock(String node, long offsetMillis) throws IOException {
    RunFolder.writeAtomically(clockFile(node), clockText(offsetMillis));
  }

  @Override
  public Undo resumeUndo(String node) {
    return nodes.get(node).resumeUndo();
  }

  @Override
  public Undo clockUndo(String node) {
    return new Undo(
        WriteClockFile.KIND, Map.of("file", clockFile(node).toString(), "text", clockText(0)));
  }

  private Path clockFile(String node) {
    Path folder = nodes.get(node).view().folder();
    return database.clockFile(folder).orElse(FakeTime.file(folder));
  }

  private String clockText(long offsetMillis) {
    return (fakeTime.isPresent() ? FakeTime.text(offsetMillis) : offsetMillis) + "\n";
  }

  // What it has in common with other clusters.

  @Override
  protected Optional<Map<String, String>> clockEnvironment(String node) {
    return fakeTime.map(library -> FakeTime.environment(library, view(node).folder()));
  }

  @Override
  protected HostShell place(String node) {
    return new LocalShell(node);
  }

  @Override
  protected HostShell kernel(String node) {
    return new LocalShell(node);
  }

  @Override
  protected NodeView view(String node) {
    return nodes.get(node).view();
  }

  @Override
  protected boolean isRunning(String node) throws IOException {
    return nodes.get(node).isRunning();
  }

  @Override
  protected Life awaitGone(String node, Duration patience)
      throws IOException, InterruptedException {
    return nodes.get(node).awaitGone(patience);
  }

  @Override
  protected String endStatus(String node, Duration within) {
    return nodes.get(node).endStatus();
  }

  @Override
  public List<String> lastLogLines(String node, int count) throws IOException {
    return LogTail.lines(view(node).folder().resolve("node.log"), count);
  }

  @Override
  protected void closeNode(String node) throws IOException {
    nodes.get(node).kill();
  }

  /** This machine stays. */
  @Override
  protected void closeRest() throws IOException {
    try {
      forwarder.close();
    } finally {
      ports.close();
    }
  }
}
