package dev.ordeal.targets.process;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Capability;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.FakeTime;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.LocalMachine;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.host.Answer;
import dev.ordeal.targets.host.Commands;
import dev.ordeal.targets.host.LocalPlace;
import dev.ordeal.targets.host.NodeDisk;
import dev.ordeal.targets.host.Place;
import dev.ordeal.targets.host.Processors;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.link.Toxin;
import dev.ordeal.targets.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A cluster of child processes on the loopback interface. */
public final class ProcessCluster implements Cluster {
  private static final String HOST = "127.0.0.1";
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Database database;
  private final String runId;
  private final ToxiproxyServer toxiproxy;
  private final Links links;

  /** Where libfaketime is, if it is needed and there. */
  private Optional<String> fakeTime = Optional.empty();

  /** Why there are no disks that fail; empty if there are, or if none were wanted. */
  private String noDisks = "";

  /** Why processors cannot be limited; empty if they can, or need not. */
  private String noLimits = "";

  private final Map<String, NodeDisk> disks = new LinkedHashMap<>();
  private final Map<String, ProcessNode> nodes = new LinkedHashMap<>();
  private final Map<String, Address> clientAddresses = new LinkedHashMap<>();
  private final Map<String, Address> directClientAddresses = new LinkedHashMap<>();

  private ProcessCluster(Database database, String runId, ToxiproxyServer toxiproxy, Links links) {
    this.runId = runId;
    this.database = database;
    this.toxiproxy = toxiproxy;
    this.links = links;
  }

  /**
   * Sets up ports, proxies and folders, and starts every node.
   *
   * @param folders where each node's folder is
   * @param toxiproxy closed together with the cluster
   * @param wanted what has to be prepared: clocks that can be moved, disks that fail
   */
  public static ProcessCluster start(
      Database database,
      int count,
      String runId,
      Map<String, Path> folders,
      FaultJournal journal,
      ToxiproxyServer toxiproxy,
      List<String> bugs,
      Set<Capability> wanted)
      throws IOException, TargetException {
    Links links = new Links(toxiproxy, journal, "ordeal-" + runId);
    ProcessCluster cluster = new ProcessCluster(database, runId, toxiproxy, links);
    try {
      cluster.fakeTime =
          wanted.contains(Capability.CLOCK) ? cluster.findFakeTime(folders) : Optional.empty();
      cluster.prepare(count, runId, folders, journal, bugs);
      if (wanted.contains(Capability.PROCESSORS)) {
        cluster.noLimits = cluster.processors("n1").problem();
      }
      if (wanted.contains(Capability.DISK)) {
        cluster.mountDisks(runId, journal);
      }
      for (ProcessNode node : cluster.nodes.values()) {
        node.start();
      }
      return cluster;
    } catch (IOException | TargetException | RuntimeException failed) {
      cluster.close();
      throw failed;
    }
  }

  private void mountDisks(String runId, FaultJournal journal) throws IOException {
    for (ProcessNode node : nodes.values()) {
      NodeView view = node.view();
      Place here = new LocalPlace(view.name());
      noDisks = NodeDisk.problem(here);
      if (!noDisks.isEmpty()) {
        return;
      }
      disks.put(view.name(), NodeDisk.mount(here, view, runId, journal));
    }
  }

  private Optional<String> findFakeTime(Map<String, Path> folders) throws IOException {
    if (database.clockFile(folders.values().iterator().next()).isPresent()) {
      return Optional.empty();
    }
    Answer found = Commands.run(List.of("sh", "-c", FakeTime.FIND));
    return found.isGood() ? Optional.of(found.output().strip()) : Optional.empty();
  }

  private void prepare(
      int count, String runId, Map<String, Path> folders, FaultJournal journal, List<String> bugs)
      throws IOException, TargetException {
    List<String> names = List.copyOf(folders.keySet());
    Ports ports = new Ports(runId.hashCode() * 31L + ProcessHandle.current().pid() * 997L);
    List<String> all = new ArrayList<>(database.peerPorts());
    all.add(database.clientPort());
    Map<String, Address> real = new LinkedHashMap<>();
    for (String name : names) {
      for (String port : all) {
        real.put(name + "/" + port, new Address(HOST, ports.take()));
      }
    }
    Map<String, Address> seen = new LinkedHashMap<>();
    for (String from : names) {
      for (String to : names) {
        for (String port : database.peerPorts()) {
          Address direct = real.get(to + "/" + port);
          seen.put(
              from + "/" + to + "/" + port,
              from.equals(to) ? direct : links.proxy(new Link(from, to), port, direct));
        }
        // Nodes do not call each other's client ports; a configuration may still name them.
        seen.put(
            from + "/" + to + "/" + database.clientPort(),
            real.get(to + "/" + database.clientPort()));
      }
    }
    for (int i = 0; i < count; i++) {
      String name = names.get(i);
      Address direct = real.get(name + "/" + database.clientPort());
      directClientAddresses.put(name, direct);
      clientAddresses.put(name, links.clientProxy(name, direct));
      NodeView view =
          new NodeView(
              name,
              i,
              names,
              folders.get(name).toRealPath(),
              (node, port) -> seen.get(name + "/" + node + "/" + port),
              bugs,
              new LocalMachine());
      Map<String, String> environment = Map.of();
      if (fakeTime.isPresent()) {
        RunFolder.writeAtomically(FakeTime.file(view.folder()), clockText(0));
        environment = FakeTime.environment(fakeTime.get(), view.folder());
      }
      nodes.put(name, new ProcessNode(view, database, environment, runId, journal));
    }
  }

  @Override
  public List<String> nodes() {
    return List.copyOf(nodes.keySet());
  }

  @Override
  public Map<Capability, String> missing() {
    Map<Capability, String> missing = new EnumMap<>(Capability.class);
    missing.put(
        Capability.PACKETS,
        "in the environment process there are connections only, no packets; "
            + "use --environment netns, docker or ssh");
    if (!noDisks.isEmpty()) {
      missing.put(Capability.DISK, noDisks);
    }
    if (!noLimits.isEmpty()) {
      missing.put(Capability.PROCESSORS, noLimits);
    }
    ProcessNode any = nodes.values().iterator().next();
    if (database.clockFile(any.view().folder()).isEmpty()) {
      FakeTime.problem(database, fakeTime.isPresent())
          .ifPresent(problem -> missing.put(Capability.CLOCK, problem));
    }
    return missing;
  }

  @Override
  public Links links() {
    return links;
  }

  /** There are no packets of its own to lose: the proxies of the links hold everything back. */
  @Override
  public void lose(String fault, Collection<Link> lost, double share) throws IOException {
    links.poison(fault, lost, new Toxin.Cut());
  }

  @Override
  public void deliver(String fault, Collection<Link> lost) throws IOException {
    links.cure(fault);
  }

  /** Toxics go with their proxies, which are in the journal. */
  @Override
  public List<Undo> deliverUndos(String fault, Collection<Link> lost) {
    return List.of(Undo.NOTHING);
  }

  @Override
  public Optional<String> leader() {
    return directClientAddresses.entrySet().parallelStream()
        .filter(entry -> nodes.get(entry.getKey()).isRunning())
        .filter(entry -> database.isLeader(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, String node) throws Exception {
    return database.client(contract, clientAddresses.get(node));
  }

  @Override
  public void kill(String node) throws IOException {
    nodes.get(node).kill();
  }

  @Override
  public void stop(String node, Duration patience) throws IOException {
    nodes.get(node).stop(patience);
  }

  @Override
  public void start(String node) throws IOException, TargetException {
    nodes.get(node).start();
  }

  @Override
  public void pause(String node) throws IOException {
    nodes.get(node).signal("STOP");
  }

  @Override
  public void resume(String node) throws IOException {
    nodes.get(node).signal("CONT");
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
    return new Undo("write-file", Map.of("file", clockFile(node).toString(), "text", clockText(0)));
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
    NodeDisk.change(new LocalPlace(node), nodes.get(node).view(), change);
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
    return new Processors(new LocalPlace(node), runId, node);
  }

  private Path clockFile(String node) {
    Path folder = nodes.get(node).view().folder();
    return database.clockFile(folder).orElse(FakeTime.file(folder));
  }

  private String clockText(long offsetMillis) {
    return (fakeTime.isPresent() ? FakeTime.text(offsetMillis) : offsetMillis) + "\n";
  }

  @Override
  public void awaitReady(Duration patience) throws TargetException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (ProcessNode node : nodes.values()) {
      String name = node.view().name();
      while (!database.isReady(directClientAddresses.get(name))) {
        if (!node.isRunning()) {
          throw new TargetException(
              "Node %s of %s ended while starting. Its last words:%n%s"
                  .formatted(name, database.name(), lastLines(node)));
        }
        if (System.nanoTime() > deadline) {
          throw new TargetException(
              "Node %s of %s does not serve clients after %d s. Its log: %s"
                  .formatted(
                      name,
                      database.name(),
                      patience.toSeconds(),
                      node.view().folder().resolve("node.log")));
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private static String lastLines(ProcessNode node) {
    try {
      List<String> lines = Files.readAllLines(node.view().folder().resolve("node.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException unreadable) {
      return "(no log: " + unreadable.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    List<Exception> problems = new ArrayList<>();
    for (ProcessNode node : nodes.values()) {
      try {
        node.kill();
      } catch (IOException failed) {
        problems.add(failed);
      }
    }
    for (NodeDisk disk : disks.values()) {
      try {
        disk.close();
      } catch (IOException failed) {
        problems.add(failed);
      }
    }
    try {
      links.deleteAll();
    } catch (IOException failed) {
      problems.add(failed);
    }
    toxiproxy.close();
    if (!problems.isEmpty()) {
      throw new LeftBehindException(problems);
    }
  }
}
