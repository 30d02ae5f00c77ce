package dev.ordeal.targets.attached;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientPrograms;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Ended;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.targets.host.Readiness;
import dev.ordeal.targets.link.Links;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Nodes that run already. Clients reach those that have an address through proxies, as in all
 * environments: they refuse connections while the node does.
 */
final class AttachedCluster implements Cluster {
  private static final String REFUSAL =
      "%s runs already: Ordeal neither starts nor breaks its nodes; take --faults none, or describe"
          + " in YAML how they start";

  private final ClusterSetup setup;
  private final Database database;
  private final Links links;
  private final Map<String, Address> running = new LinkedHashMap<>();
  private final Map<String, Address> clients = new LinkedHashMap<>();

  private AttachedCluster(ClusterSetup setup) {
    this.setup = setup;
    this.database = setup.database();
    this.links = new Links(setup.toxiproxy(), setup.journal(), "ordeal-" + setup.runId());
  }

  static AttachedCluster start(ClusterSetup setup) throws IOException, TargetException {
    List<Address> addresses = setup.database().running();
    List<String> names = List.copyOf(setup.folders().keySet());
    if (names.size() != addresses.size()) {
      throw new TargetException(
          "%s names %d nodes that run already, not %d; leave --nodes out"
              .formatted(setup.database().name(), addresses.size(), names.size()));
    }
    AttachedCluster cluster = new AttachedCluster(setup);
    try {
      for (int i = 0; i < names.size(); i++) {
        cluster.attach(names, i, addresses.get(i));
      }
      return cluster;
    } catch (IOException | RuntimeException failed) {
      try {
        cluster.close();
      } catch (LeftBehindException also) {
        failed.addSuppressed(also);
      }
      throw failed;
    }
  }

  private void attach(List<String> names, int index, Address address) throws IOException {
    String name = names.get(index);
    database.prepare(
        new NodeView(
            name,
            index,
            names,
            setup.folders().get(name),
            (node, port) -> running.getOrDefault(node, address),
            List.of(),
            new LocalMachine(),
            false));
    running.put(name, address);
    // A node without a host is in this process, or its driver knows where it is.
    clients.put(name, address.host().isEmpty() ? address : links.clientProxy(name, address));
  }

  @Override
  public String runId() {
    return setup.runId();
  }

  @Override
  public List<String> nodes() {
    return List.copyOf(running.keySet());
  }

  @Override
  public <A> A ability(Class<A> type) {
    throw new IllegalStateException(missing(type).orElseThrow());
  }

  @Override
  public Optional<String> missing(Class<?> ability) {
    return Optional.of(REFUSAL.formatted(database.name()));
  }

  @Override
  public Optional<String> leader() {
    return Optional.empty();
  }

  @Override
  public List<String> leaders() {
    return List.of();
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, String node) throws Exception {
    return database.client(contract, new ClientView(node, clients.get(node), ClientPrograms.NONE));
  }

  /** The processes of a node are out of sight. */
  @Override
  public Optional<Ended> awaitEnd(String node, Duration patience) {
    return Optional.empty();
  }

  @Override
  public List<String> lastLogLines(String node, int count) {
    return List.of();
  }

  @Override
  public void awaitReady(Duration patience, BooleanSupplier cancelled) throws TargetException {
    readiness().awaitStart(patience, cancelled);
  }

  @Override
  public Map<String, String> awaitRecovery(Duration patience, BooleanSupplier cancelled)
      throws TargetException {
    return readiness().awaitRecovery(patience, cancelled);
  }

  private Readiness readiness() {
    return new Readiness(database, running, node -> true, node -> "");
  }

  @Override
  public void close() {
    try {
      links.deleteAll();
    } catch (IOException failed) {
      throw new LeftBehindException(List.of(failed));
    } finally {
      setup.toxiproxy().close();
    }
  }
}
