package dev.ordeal.targets.zookeeper;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Membership;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.jvm.JavaCommand;
import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * ZooKeeper on ports of its own: each node's configuration names itself by its real ports and its
 * peers by the proxies of its links.
 */
public final class ZooKeeperDatabase implements Database {
  private static final int STATUS_TIMEOUT_MILLIS = 1_000;

  /** By contract. */
  private static final Map<Class<?>, Function<ZooKeeperSession, AutoCloseable>> CLIENTS =
      Map.of(
          QueueClient.class, ZooKeeperQueueClient::new,
          SetClient.class, ZooKeeperSetClient::new,
          CounterClient.class, ZooKeeperCounterClient::new,
          IdClient.class, ZooKeeperIdClient::new,
          LockClient.class, ZooKeeperLockClient::new,
          BankClient.class, ZooKeeperBankClient::new,
          TransactionClient.class, ZooKeeperTransactionClient::new);

  private final boolean plainReads;

  /** With the options as they are by default. */
  public ZooKeeperDatabase() {
    this(Map.of());
  }

  /**
   * @param options {@code reads=plain} for reads that ask only the connected node
   */
  public ZooKeeperDatabase(Map<String, String> options) {
    String reads = options.getOrDefault("reads", "linearizable");
    if (!List.of("plain", "linearizable").contains(reads)) {
      throw new IllegalArgumentException(
          "reads=" + reads + ": zookeeper knows reads=linearizable and reads=plain");
    }
    this.plainReads = reads.equals("plain");
  }

  @Override
  public String name() {
    return "zookeeper";
  }

  @Override
  public String description() {
    return "a real Apache ZooKeeper 3.9 ensemble";
  }

  @Override
  public List<String> options() {
    return List.of(
        "reads=linearizable|plain  plain reads ask only the connected node and may be stale");
  }

  @Override
  public List<String> peerPorts() {
    return List.of("quorum", "election");
  }

  @Override
  public String clientPort() {
    return "client";
  }

  /** What it logs before it ends by itself. */
  @Override
  public List<String> logPatterns() {
    return List.of("Severe unrecoverable error, exiting");
  }

  @Override
  public Optional<Membership> membership() {
    return Optional.of(new ZooKeeperMembership());
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    Path file = node.folder().resolve("zoo.cfg");
    // Where members change, the node itself keeps in it who they are.
    if (!node.changesMembers() || !node.machine().has(file)) {
      configure(node, file);
    }
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx128m",
                "-Dordeal.log.level=INFO",
                "-Dzookeeper.cnxTimeout=1000",
                // A minute, else: who was alone for long hears of the others as much later.
                "-Dzookeeper.fastleader.maxNotificationInterval=1600",
                "-Dzookeeper.jmx.log4j.disable=true"));
    if (node.changesMembers()) {
      options.add("-Dzookeeper.skipACL=yes");
    }
    return JavaCommand.of(node.machine(), ZooKeeperNode.class, options, List.of(file.toString()));
  }

  private static void configure(NodeView node, Path file) throws IOException {
    Path data = node.data();
    node.machine().write(data.resolve("myid"), (node.index() + 1) + "\n");
    StringBuilder config = new StringBuilder();
    config.append("tickTime=400\n");
    config.append("initLimit=25\n");
    config.append("syncLimit=6\n");
    config.append("dataDir=").append(data).append('\n');
    config.append("admin.enableServer=false\n");
    config.append("4lw.commands.whitelist=srvr,ruok\n");
    config.append("maxClientCnxns=0\n");
    if (node.changesMembers()) {
      config.append("reconfigEnabled=true\n");
      config.append("standaloneEnabled=false\n");
      for (String peer : node.nodes()) {
        config.append(ZooKeeperMembership.server(node, peer)).append('\n');
      }
      node.machine().write(file, config.toString());
      return;
    }
    config.append("clientPortAddress=").append(node.own("client").host()).append('\n');
    config.append("clientPort=").append(node.own("client").port()).append('\n');
    for (int i = 0; i < node.nodes().size(); i++) {
      String peer = node.nodes().get(i);
      Address quorum = node.address(peer, "quorum");
      Address election = node.address(peer, "election");
      config.append(
          "server.%d=%s:%d:%d%n".formatted(i + 1, quorum.host(), quorum.port(), election.port()));
    }
    node.machine().write(file, config.toString());
  }

  @Override
  public boolean isReady(Address client) {
    return status(client).contains("Mode: ");
  }

  @Override
  public boolean isLeader(Address client) {
    return status(client).contains("Mode: leader");
  }

  private static String status(Address client) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(client.host(), client.port()), STATUS_TIMEOUT_MILLIS);
      socket.setSoTimeout(STATUS_TIMEOUT_MILLIS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreachable) {
      return "";
    }
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws Exception {
    Optional<Function<ZooKeeperSession, AutoCloseable>> kind = client(contract);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(kind.get().apply(new ZooKeeperSession(client)));
  }

  @Override
  public Set<Class<?>> contracts() {
    Set<Class<?>> contracts = new HashSet<>(CLIENTS.keySet());
    contracts.add(RegisterClient.class);
    return contracts;
  }

  private Optional<Function<ZooKeeperSession, AutoCloseable>> client(Class<?> contract) {
    if (contract == RegisterClient.class) {
      return Optional.of(session -> new ZooKeeperRegisterClient(session, plainReads));
    }
    return Optional.ofNullable(CLIENTS.get(contract));
  }
}
