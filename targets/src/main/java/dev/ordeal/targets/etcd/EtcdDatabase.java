package dev.ordeal.targets.etcd;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.release.ProgramArchive;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * etcd from 3.4 up (tried with 3.4.23), by its interface of JSON over HTTP.
 *
 * <p>Its members compute who they are from the addresses that all of them give for each, so these
 * have to be the same everywhere.
 */
public final class EtcdDatabase implements Database {
  private static final Map<Class<?>, Function<EtcdSession, AutoCloseable>> CLIENTS =
      Map.of(
          SetClient.class, EtcdSetClient::new,
          CounterClient.class, EtcdCounterClient::new,
          IdClient.class, EtcdIdClient::new,
          TransactionClient.class, EtcdTransactionClient::new);

  private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(1);
  private static final String COMMAND = "etcd";

  private final boolean serializableReads;

  /** A release to bring to the nodes; empty for the package that is there. */
  private final Optional<ProgramArchive> archive;

  /** With the options as they are by default. */
  public EtcdDatabase() {
    this(Map.of());
  }

  /**
   * Makes one.
   *
   * @param options {@code reads=serializable} for reads that ask only the connected node; {@code
   *     archive=FILE} for a release of one's own
   * @throws IllegalArgumentException if an option's value is wrong
   */
  public EtcdDatabase(Map<String, String> options) {
    String reads = options.getOrDefault("reads", "linearizable");
    if (!List.of("serializable", "linearizable").contains(reads)) {
      throw new IllegalArgumentException(
          "reads=" + reads + ": etcd knows reads=linearizable and reads=serializable");
    }
    serializableReads = reads.equals("serializable");
    archive = ProgramArchive.named(options, List.of(COMMAND));
  }

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public String description() {
    return "a real etcd cluster; netns, docker or ssh";
  }

  @Override
  public List<String> options() {
    return List.of(
        "reads=linearizable|serializable  serializable reads ask only the connected node and may be"
            + " stale",
        "archive=FILE  a release to bring to the nodes, .tar.gz (default: the etcd that is there)");
  }

  @Override
  public List<String> peerPorts() {
    return List.of("peer");
  }

  @Override
  public String clientPort() {
    return "client";
  }

  @Override
  public List<Program> programs() {
    return archive.isPresent() ? List.of() : List.of(new Program(COMMAND, "etcd-server"));
  }

  @Override
  public boolean canBeBehindProxies() {
    return false;
  }

  /** Go asks the kernel. */
  @Override
  public boolean asksLibraryForTime() {
    return false;
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    if (archive.isPresent()) {
      archive.get().bring(node);
    }
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    String members =
        String.join(
            ",",
            node.nodes().stream()
                .map(peer -> peer + "=" + url(node.address(peer, "peer")))
                .toList());
    return List.of(
        archive.isPresent() ? archive.get().program(node) : COMMAND,
        "--name=" + node.name(),
        "--data-dir=" + node.data().resolve("etcd"),
        "--listen-peer-urls=" + url(node.own("peer")),
        "--initial-advertise-peer-urls=" + url(node.own("peer")),
        "--listen-client-urls=" + url(node.own("client")),
        "--advertise-client-urls=" + url(node.own("client")),
        "--initial-cluster=" + members,
        "--initial-cluster-state=new",
        "--logger=zap",
        "--log-outputs=stderr");
  }

  private static String url(Address address) {
    return "http://" + address;
  }

  @Override
  public boolean isReady(Address client) {
    // The key need not be there: that it is known takes a leader.
    return ask(client, "kv/range", Map.of("key", EtcdSession.encoded("ready"))).isPresent();
  }

  @Override
  public boolean isLeader(Address client) {
    return ask(client, "maintenance/status", Map.of())
        .filter(s -> s.path("leader").asString("").equals(member(s)))
        .isPresent();
  }

  private static String member(JsonNode status) {
    return status.path("header").path("member_id").asString("none");
  }

  private static Optional<JsonNode> ask(Address client, String path, Map<String, String> body) {
    try (EtcdSession session = new EtcdSession(client, STATUS_TIMEOUT)) {
      return Optional.of(session.post(path, body));
    } catch (IOException unreachable) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws IOException {
    Optional<Function<EtcdSession, AutoCloseable>> kind = client(contract);
    if (kind.isPresent() && ask(client, "maintenance/status", Map.of()).isEmpty()) {
      // Before a client takes calls whose outcomes nobody would know.
      throw new IOException("no answer from the node");
    }
    return kind.map(make -> make.apply(new EtcdSession(client)));
  }

  @Override
  public Set<Class<?>> contracts() {
    Set<Class<?>> contracts = new HashSet<>(CLIENTS.keySet());
    contracts.add(RegisterClient.class);
    return contracts;
  }

  private Optional<Function<EtcdSession, AutoCloseable>> client(Class<?> contract) {
    if (contract == RegisterClient.class) {
      return Optional.of(session -> new EtcdRegisterClient(session, serializableReads));
    }
    return Optional.ofNullable(CLIENTS.get(contract));
  }
}
