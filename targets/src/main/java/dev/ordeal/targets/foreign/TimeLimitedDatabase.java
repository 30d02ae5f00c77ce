package dev.ordeal.targets.foreign;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Membership;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database whose code cannot stop a run: each call has a time limit and a thread of its own, and
 * what it may not throw is a {@link ForeignCodeException}, wrapped in an {@link
 * UncheckedIOException} where the method declares no exception. Thread-safe if the database is.
 *
 * <p>What describes the database is asked once. Clients are not wrapped: they are called by threads
 * that may be lost.
 */
public final class TimeLimitedDatabase implements Database {
  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final Duration LEADER = Duration.ofSeconds(5);
  private static final Duration READY = Duration.ofSeconds(15);
  private static final Duration LOCAL = Duration.ofSeconds(30);
  private static final Duration REMOTE = Duration.ofMinutes(5);
  private static final Duration BEYOND_PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final ForeignCalls calls;
  private final String name;
  private final String description;
  private final List<Address> running;
  private final List<String> peerPorts;
  private final String clientPort;
  private final List<Bug> bugs;
  private final List<String> options;
  private final int defaultNodes;
  private final List<Program> programs;
  private final boolean canBeBehindProxies;
  private final boolean tellsAddresses;
  private final boolean clientsFollowLeader;
  private final boolean asksLibraryForTime;
  private final Duration prepareTimeout;
  private final List<String> logPatterns;
  private final Set<Class<?>> contracts;
  private final Optional<Membership> membership;

  /**
   * Asks the database what it is.
   *
   * @param owner whose code it is, for messages: {@code target com.example.MyDatabase}
   * @throws ForeignCodeException if a descriptive method fails
   * @throws IllegalArgumentException if the database says that an option is missing
   */
  public TimeLimitedDatabase(String owner, Database database, Breaches breaches)
      throws ForeignCodeException {
    this.database = database;
    this.calls = new ForeignCalls(owner, breaches);
    this.name = calls.call("name", QUICK, database::name);
    this.description = calls.call("description", QUICK, database::description);
    this.running =
        calls.call(
            "running",
            QUICK,
            IllegalArgumentException.class,
            () -> List.copyOf(database.running()));
    this.peerPorts = calls.call("peerPorts", QUICK, () -> List.copyOf(database.peerPorts()));
    this.clientPort = calls.call("clientPort", QUICK, database::clientPort);
    this.bugs = calls.call("bugs", QUICK, () -> List.copyOf(database.bugs()));
    this.options = calls.call("options", QUICK, () -> List.copyOf(database.options()));
    this.defaultNodes = calls.call("defaultNodes", QUICK, database::defaultNodes);
    this.programs = calls.call("programs", QUICK, () -> List.copyOf(database.programs()));
    this.canBeBehindProxies = calls.call("canBeBehindProxies", QUICK, database::canBeBehindProxies);
    this.tellsAddresses = calls.call("tellsAddresses", QUICK, database::tellsAddresses);
    this.clientsFollowLeader =
        calls.call("clientsFollowLeader", QUICK, database::clientsFollowLeader);
    this.asksLibraryForTime = calls.call("asksLibraryForTime", QUICK, database::asksLibraryForTime);
    Duration asked = calls.call("prepareTimeout", QUICK, database::prepareTimeout);
    this.prepareTimeout = asked.compareTo(REMOTE) < 0 ? asked : REMOTE;
    this.logPatterns = calls.call("logPatterns", QUICK, () -> List.copyOf(database.logPatterns()));
    this.contracts = calls.call("contracts", QUICK, () -> Set.copyOf(database.contracts()));
    this.membership =
        calls.call("membership", QUICK, database::membership).map(TimeLimitedMembership::new);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<Address> running() {
    return running;
  }

  @Override
  public List<String> peerPorts() {
    return peerPorts;
  }

  @Override
  public String clientPort() {
    return clientPort;
  }

  @Override
  public List<Bug> bugs() {
    return bugs;
  }

  @Override
  public List<String> options() {
    return options;
  }

  @Override
  public int defaultNodes() {
    return defaultNodes;
  }

  @Override
  public List<Program> programs() {
    return programs;
  }

  @Override
  public boolean canBeBehindProxies() {
    return canBeBehindProxies;
  }

  @Override
  public boolean tellsAddresses() {
    return tellsAddresses;
  }

  @Override
  public boolean clientsFollowLeader() {
    return clientsFollowLeader;
  }

  @Override
  public boolean asksLibraryForTime() {
    return asksLibraryForTime;
  }

  @Override
  public Duration prepareTimeout() {
    return prepareTimeout;
  }

  @Override
  public Set<Class<?>> contracts() {
    return contracts;
  }

  @Override
  public List<String> logPatterns() {
    return logPatterns;
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    calls.call(
        "prepare",
        node.machine().isLocal() ? prepareTimeout : REMOTE,
        IOException.class,
        () -> {
          database.prepare(node);
          return true;
        });
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    return calls.call(
        "launch", limit(node), IOException.class, () -> List.copyOf(database.launch(node)));
  }

  private static Duration limit(NodeView node) {
    return node.machine().isLocal() ? LOCAL : REMOTE;
  }

  /**
   * Whether a node serves clients.
   *
   * @throws RuntimeException as {@link #notReady}
   */
  @Override
  public boolean isReady(Address client) {
    return notReady(client).isEmpty();
  }

  /**
   * Why a node does not serve clients.
   *
   * @throws RuntimeException what the database threw: it counts as "not yet"
   * @throws UncheckedIOException of a {@link ForeignCodeException}: it makes no sense to go on
   */
  @Override
  public Optional<String> notReady(Address client) {
    try {
      return calls.call("isReady", READY, RuntimeException.class, () -> database.notReady(client));
    } catch (ForeignCodeException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether a node leads; false if the database fails to say, which is a breach. */
  @Override
  public boolean isLeader(Address client) {
    try {
      return calls.call("isLeader", LEADER, () -> database.isLeader(client));
    } catch (ForeignCodeException failed) {
      return false;
    }
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws Exception {
    return database.client(contract, client);
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, ClientView client) throws Exception {
    return database.client(contract, client);
  }

  @Override
  public Optional<Membership> membership() {
    return membership;
  }

  @Override
  public Optional<Path> clockFile(Path nodeFolder) {
    try {
      return calls.call("clockFile", QUICK, () -> database.clockFile(nodeFolder));
    } catch (ForeignCodeException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private final class TimeLimitedMembership implements Membership {
    private final Membership membership;

    TimeLimitedMembership(Membership membership) {
      this.membership = membership;
    }

    @Override
    public void remove(List<NodeView> nodes, Collection<Address> clients, Duration patience)
        throws IOException {
      change("remove", patience, () -> membership.remove(nodes, clients, patience));
    }

    @Override
    public void add(List<NodeView> nodes, Collection<Address> clients, Duration patience)
        throws IOException {
      change("add", patience, () -> membership.add(nodes, clients, patience));
    }

    private void change(String method, Duration patience, Change change) throws IOException {
      calls.call(
          "membership." + method,
          patience.plus(BEYOND_PATIENCE),
          IOException.class,
          () -> {
            change.make();
            return true;
          });
    }
  }

  private interface Change {
    void make() throws IOException;
  }
}
