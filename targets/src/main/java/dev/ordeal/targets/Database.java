package dev.ordeal.targets;

import dev.ordeal.results.registry.Named;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database as an environment runs it: how to configure and start a node, how to tell that it is
 * ready, who leads, and clients for the contracts it fulfils.
 *
 * <p>An implementation is public and has a public constructor, either without parameters or with a
 * {@code Map<String, String>} of the {@link #options} that were set.
 */
public interface Database extends Named {
  /**
   * Where nodes are that run already, one address a node, for clients: they are neither started nor
   * ended nor broken, and the run is in the environment {@code attached}. An address without a host
   * has no proxy before it.
   *
   * @return empty if nodes have to be started
   * @throws IllegalArgumentException if an option is missing that names them; the message begins
   *     with the option
   */
  default List<Address> running() {
    return List.of();
  }

  /** The ports each node listens on that its peers connect to. */
  List<String> peerPorts();

  /** The port each node listens on for clients; it may be one of those for peers, too. */
  String clientPort();

  /** Bugs that can be switched on; none for a real database. */
  default List<Bug> bugs() {
    return List.of();
  }

  /** Options of its own by name and description, for {@code --set NAME=VALUE}. */
  default List<String> options() {
    return List.of();
  }

  /** Nodes in a cluster unless told otherwise. */
  default int defaultNodes() {
    return 5;
  }

  /** Programs it needs on each node's machine, none for those that come with this one. */
  default List<Program> programs() {
    return List.of();
  }

  /**
   * Whether nodes can know each other by addresses that differ from node to node, those of proxies.
   * If not, faults cannot strike the links between them in the environment {@code process}.
   */
  default boolean canBeBehindProxies() {
    return true;
  }

  /**
   * Whether nodes tell each other where a third one is, so that all have to know it by one address:
   * {@link NodeView#known}. In the environment {@code process} each node then listens at a host of
   * its own on the loopback interface, and has to make its connections from there: by that they are
   * told apart.
   */
  default boolean tellsAddresses() {
    return false;
  }

  /**
   * Whether a client of a node goes elsewhere where another node leads. Other clients talk to their
   * own nodes alone.
   */
  default boolean clientsFollowLeader() {
    return false;
  }

  /** Whether its program asks the C library for the time, as libfaketime needs it. */
  default boolean asksLibraryForTime() {
    return true;
  }

  /**
   * How long {@link #prepare} may take where nodes are on this machine; longer than usual where it
   * fetches something.
   */
  default Duration prepareTimeout() {
    return Duration.ofSeconds(30);
  }

  /** Brings what a node needs to its machine, once, before its first start. */
  default void prepare(NodeView node) throws IOException {}

  /**
   * The command that starts a node, after writing whatever configuration it needs into the node's
   * folder. Called before every start.
   */
  List<String> launch(NodeView node) throws IOException;

  /** Whether a node serves clients, asked again and again after a start. */
  boolean isReady(Address client);

  /**
   * Why a node does not serve clients; asked in place of {@link #isReady}, again and again.
   *
   * @return empty if it does; an empty text if it does not and the reason is not known; else the
   *     reason for messages, without a full stop
   */
  default Optional<String> notReady(Address client) {
    return isReady(client) ? Optional.empty() : Optional.of("");
  }

  /** Whether the node at an address leads its cluster; false where there is no such thing. */
  boolean isLeader(Address client);

  /**
   * The client contracts that it fulfils: {@code RegisterClient.class}, …; a workload of another
   * contract is refused before anything starts.
   *
   * @return empty if it does not say; then {@link #client} is asked once the cluster runs
   */
  default Set<Class<?>> contracts() {
    return Set.of();
  }

  /**
   * A client bound to one node.
   *
   * @param contract the client contract asked for
   * @param client the node's client port, through its proxy
   * @return empty if the database does not fulfil the contract
   */
  Optional<AutoCloseable> client(Class<?> contract, Address client) throws Exception;

  /**
   * A client bound to one node, for a database whose clients are programs that the run must end.
   *
   * @return as the other method, which it calls unless it is overridden
   */
  default Optional<AutoCloseable> client(Class<?> contract, ClientView client) throws Exception {
    return client(contract, client.address());
  }

  /**
   * Regular expressions for lines of its log by which it says that it is broken, beside panics,
   * failed assertions, crashes and corruption, which are known; such a line makes a run invalid.
   */
  default List<String> logPatterns() {
    return List.of();
  }

  /** How its members are changed while it runs; empty if they cannot be. */
  default Optional<Membership> membership() {
    return Optional.empty();
  }

  /** A file by which the node's clock can be moved; empty if it has none. */
  default Optional<Path> clockFile(Path nodeFolder) {
    return Optional.empty();
  }
}
