package dev.ordeal.harness.trial;

import dev.ordeal.harness.trial.client.TargetSettings;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.brittle.Brittle;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes of brittle, without bugs, used by clients that tell one lie, or started so that
 * something is wrong with them. It has an option, by which clients read twice.
 */
final class LyingDatabase implements Database, AutoCloseable {
  /** The option, with a value that is not what it is unless told otherwise. */
  static final Map<String, String> TWICE = Map.of("reads", "twice");

  private final Brittle brittle = new Brittle();
  private final Map<String, Process> elsewhere = new ConcurrentHashMap<>();
  private final boolean readsTwice;
  private volatile Lie lie;
  private Address first;

  /**
   * Makes one.
   *
   * @param lie what it lies about; null for nothing
   */
  LyingDatabase(Lie lie) {
    this(lie, Map.of());
  }

  LyingDatabase(Lie lie, Map<String, String> options) {
    this.lie = lie;
    this.readsTwice = options.equals(TWICE);
  }

  /** Lets all clients that are opened from now on tell another lie. */
  void tell(Lie other) {
    lie = other;
    first = null;
  }

  /** Its options, of which the lie is told, too. */
  TargetSettings settings() {
    return new TargetSettings(TWICE, option -> new LyingDatabase(lie));
  }

  @Override
  public String name() {
    return "lying";
  }

  @Override
  public String description() {
    return "a store whose clients lie: " + lie;
  }

  @Override
  public List<String> options() {
    return List.of("reads=once|twice");
  }

  @Override
  public List<String> peerPorts() {
    return brittle.peerPorts();
  }

  @Override
  public String clientPort() {
    return brittle.clientPort();
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    if (lie == Lie.LINKS_NOT_USED) {
      // Each node is a cluster of its own.
      return brittle.launch(alone(node));
    }
    List<String> command = brittle.launch(node);
    if (lie != Lie.PROCESSES_NOT_FOUND) {
      return command;
    }
    // As a command does that asks a service to start a node.
    if (!elsewhere.containsKey(node.name())) {
      ProcessBuilder service = new ProcessBuilder(command);
      service.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      elsewhere.put(node.name(), service.start());
    }
    return List.of("sleep", "600");
  }

  private static NodeView alone(NodeView node) {
    return new NodeView(
        node.name(),
        0,
        List.of(node.name()),
        node.folder(),
        node.addresses(),
        node.bugs(),
        node.machine(),
        node.changesMembers());
  }

  /** Ends the nodes that nobody else ends. */
  @Override
  public void close() {
    elsewhere.values().forEach(Process::destroyForcibly);
  }

  @Override
  public boolean isReady(Address client) {
    return lie == Lie.ALWAYS_READY || brittle.isReady(client);
  }

  @Override
  public boolean isLeader(Address client) {
    if (lie == Lie.READY_NODES_LEAD) {
      return brittle.isReady(client);
    }
    return lie != Lie.LEADERS_NEVER_NAMED
        && (lie == Lie.EVERY_NODE_LEADS || brittle.isLeader(client));
  }

  @Override
  public Set<Class<?>> contracts() {
    return Set.of(RegisterClient.class);
  }

  @Override
  public synchronized Optional<AutoCloseable> client(Class<?> contract, Address node)
      throws Exception {
    first = first == null ? node : first;
    Address used = lie == Lie.OTHER_NODE ? first : node;
    LyingClient.Opens opens = () -> opened(used);
    return Optional.of(
        lie == Lie.ERRORS_NEVER_DEFINITE
            ? LyingClient.later(lie, opens)
            : new LyingClient(lie, opens));
  }

  private RegisterClient opened(Address node) throws IOException {
    RegisterClient client =
        (RegisterClient) brittle.client(RegisterClient.class, node).orElseThrow();
    boolean isReadFromFirst = lie == Lie.READS_FROM_ONE_NODE && !node.equals(first);
    RegisterClient reads =
        isReadFromFirst
            ? (RegisterClient) brittle.client(RegisterClient.class, first).orElseThrow()
            : client;
    boolean isTwice = readsTwice && lie != Lie.OPTION_IGNORED;
    return new RegisterClient() {
      @Override
      public OptionalLong read(long key) throws Exception {
        OptionalLong value = reads.read(key);
        return isTwice ? reads.read(key) : value;
      }

      @Override
      public void write(long key, long value) throws Exception {
        client.write(key, value);
      }

      @Override
      public boolean compareAndSet(long key, long expected, long replacement) throws Exception {
        return client.compareAndSet(key, expected, replacement);
      }

      @Override
      public void close() {
        client.close();
        reads.close();
      }
    };
  }
}
