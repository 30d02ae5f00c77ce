package dev.ordeal.targets.maelstrom;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.OptionNames;
import dev.ordeal.targets.jvm.JavaCommand;
import dev.ordeal.targets.maelstrom.node.MaelstromNode;
import dev.ordeal.targets.maelstrom.node.Topology;
import dev.ordeal.targets.maelstrom.rpc.RpcClients;
import dev.ordeal.targets.maelstrom.rpc.RpcSession;
import dev.ordeal.targets.maelstrom.service.ServiceHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nodes written for Maelstrom, as they are. */
public final class MaelstromDatabase implements Database {
  private static final int STATUS_TIMEOUT_MILLIS = 1_000;

  /** What the weaker services show does not depend on the run's seed. */
  private static final long SERVICES_SEED = 1;

  private final Map<String, String> options;
  private final Topology topology;
  private ServiceHost services;

  /** Without a program; it can only be listed. */
  public MaelstromDatabase() {
    this(Map.of());
  }

  /**
   * Makes one.
   *
   * @param options see {@link #options()}
   * @throws IllegalArgumentException if an option's value is wrong
   */
  public MaelstromDatabase(Map<String, String> options) {
    this.options = Map.copyOf(options);
    this.topology =
        OptionNames.get("topology", options.getOrDefault("topology", "grid"), Topology.values());
  }

  @Override
  public String name() {
    return "maelstrom";
  }

  @Override
  public String description() {
    return "nodes written for Maelstrom, which speak JSON on standard input and output";
  }

  @Override
  public List<String> options() {
    return List.of(
        "bin=PATH  the program of a node (required)",
        "args=WORDS  its arguments, separated by blanks (default: none)",
        "topology=%s  who is whose neighbour in broadcast (default: grid)"
            .formatted(OptionNames.all(Topology.values(), "|")));
  }

  /** None: nodes are started. That the program is there is asked before anything else. */
  @Override
  public List<Address> running() {
    program();
    return List.of();
  }

  private Path program() {
    String bin = options.getOrDefault("bin", "");
    if (bin.isEmpty()) {
      throw new IllegalArgumentException(
          "bin is missing: give the program of a node, --set bin=PATH");
    }
    Path program = Path.of(bin).toAbsolutePath().normalize();
    if (!Files.isRegularFile(program)) {
      throw new IllegalArgumentException("bin=%s: there is no such file".formatted(bin));
    }
    if (!Files.isExecutable(program)) {
      throw new IllegalArgumentException(
          "bin=%s cannot be executed; chmod +x makes it so".formatted(bin));
    }
    return program;
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
  public List<String> launch(NodeView node) throws IOException {
    if (!node.machine().isLocal()) {
      throw new IOException(
          "maelstrom's nodes run on this machine only; use --environment process");
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(node.name());
    arguments.add(node.own("client").toString());
    arguments.add(node.own("peer").toString());
    arguments.add(servicesAddress().toString());
    arguments.add(topology.name());
    for (String peer : node.nodes()) {
      if (!peer.equals(node.name())) {
        arguments.add(peer + "=" + node.address(peer, "peer"));
      }
    }
    arguments.add("--");
    arguments.add(program().toString());
    String words = options.getOrDefault("args", "").strip();
    if (!words.isEmpty()) {
      arguments.addAll(List.of(words.split(" +")));
    }
    return JavaCommand.of(node.machine(), MaelstromNode.class, List.of("-Xmx96m"), arguments);
  }

  private synchronized Address servicesAddress() throws IOException {
    if (services == null) {
      services = ServiceHost.start(SERVICES_SEED);
    }
    return services.address();
  }

  @Override
  public boolean isReady(Address client) {
    return notReady(client).isEmpty();
  }

  @Override
  public Optional<String> notReady(Address client) {
    try (RpcSession session = new RpcSession(client, STATUS_TIMEOUT_MILLIS)) {
      return session.isInitialized()
          ? Optional.empty()
          : Optional.of("it has not answered init with init_ok");
    } catch (IOException unreachable) {
      return Optional.of(String.valueOf(unreachable.getMessage()));
    }
  }

  @Override
  public boolean isLeader(Address client) {
    return false;
  }

  @Override
  public Set<Class<?>> contracts() {
    return RpcClients.contracts();
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws Exception {
    return RpcClients.open(contract, client);
  }
}
