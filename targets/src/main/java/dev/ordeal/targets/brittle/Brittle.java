package dev.ordeal.targets.brittle;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.brittle.node.BrittleNode;
import dev.ordeal.targets.brittle.node.Defect;
import dev.ordeal.targets.brittle.node.Isolation;
import dev.ordeal.targets.jvm.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A replicated store of our own, to see whether Ordeal finds what is wrong with a database. */
public final class Brittle implements Database {
  private static final int STATUS_TIMEOUT_MILLIS = 1_000;
  private static final int CALL_TIMEOUT_MILLIS = 10_000;
  private static final List<String> STALE = List.of("stale-read", "lost-write");

  private final Isolation isolation;

  /** With the options as they are by default. */
  public Brittle() {
    this(Map.of());
  }

  /**
   * Makes one.
   *
   * @param options {@code isolation=LEVEL}, see {@link Isolation}
   * @throws IllegalArgumentException if an option's value is wrong
   */
  public Brittle(Map<String, String> options) {
    isolation =
        Isolation.byName(options.getOrDefault("isolation", Isolation.SERIALIZABLE.wireName()));
  }

  @Override
  public String name() {
    return "brittle";
  }

  @Override
  public String description() {
    return "a small replicated store, correct unless --bug says otherwise";
  }

  @Override
  public List<String> options() {
    return List.of(
        "isolation=serializable|snapshot-isolation|read-committed  how transactions are kept"
            + " apart");
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
  public List<Bug> bugs() {
    List<Bug> bugs = new ArrayList<>();
    for (Defect defect : Defect.values()) {
      bugs.add(bug(defect));
    }
    return bugs;
  }

  private static Bug bug(Defect defect) {
    String name = defect.wireName();
    return switch (defect) {
      case FOLLOWER_READ ->
          new Bug(name, "every node answers reads from its own copy", List.of(), STALE);
      case SKIPS_BACKLOG ->
          new Bug(
              name,
              "a lagging node skips its backlog and answers reads from its copy",
              List.of("partition", "pause"),
              List.of("stale-read", "lost-write", "divergence"));
      case LOCAL_LEADER_READ ->
          new Bug(
              name,
              "a leader answers reads without confirming that it still leads",
              List.of("partition"),
              STALE);
      case ACK_BEFORE_REPLICATION ->
          new Bug(
              name,
              "a write is acknowledged as soon as the leader has it",
              List.of("partition"),
              STALE);
      case SPLIT_BRAIN ->
          new Bug(
              name,
              "half of the nodes count as a quorum",
              List.of("partition"),
              List.of(
                  "stale-read",
                  "lost-write",
                  "lost-update",
                  "non-linearizable",
                  "phantom-read",
                  "dirty-read"));
      case NON_ATOMIC_CAS ->
          new Bug(
              name,
              "compare-and-set is not atomic",
              List.of(),
              List.of("lost-update", "stale-read", "lost-write"));
      case LEASE_CLOCK ->
          new Bug(
              name,
              "nodes answer reads under leases that trust clocks",
              List.of("clock", "partition"),
              STALE);
      case ONE_SIDED_LEASE ->
          new Bug(
              name,
              "a node that hears its leader answers reads, though its leader may not hear it",
              List.of("partition"),
              STALE);
      case DIRTY_READ ->
          new Bug(
              name,
              "a leader shows writes that are not committed and may never be",
              List.of("partition"),
              STALE);
      case FORGETFUL ->
          new Bug(
              name,
              "a restarted node has lost its data",
              List.of("kill"),
              List.of("stale-read", "lost-write", "dirty-read", "lost-update", "non-linearizable"));
      case ELECTS_LAGGARD ->
          new Bug(
              name,
              "a node that lacks acknowledged writes can become leader",
              List.of("partition", "pause", "kill"),
              List.of("stale-read", "lost-write", "lost-update"));
      case DUPLICATE_APPLY ->
          new Bug(
              name,
              "a slow request is retried and applied twice",
              List.of("latency", "pause"),
              List.of("stale-read", "dirty-read", "lost-write", "lost-update"));
      case NON_ATOMIC_UPDATE ->
          new Bug(
              name,
              "additions and removals are not atomic",
              List.of(),
              List.of("lost-element", "duplicated-element", "stale-read", "impossible-number"),
              List.of("counter", "set", "queue"));
      case LOCK_EXPIRES ->
          new Bug(
              name,
              "a lock expires while it is held",
              List.of(),
              List.of("double-grant"),
              List.of("lock", "semaphore"));
      case STALE_SNAPSHOT ->
          new Bug(
              name,
              "transactions commit although their reads have become stale",
              List.of("latency"),
              List.of("lost-update", "G-single-item", "G2-item", "wrong-total"),
              List.of("list-append", "rw-register", "set-add", "write-skew", "bank"));
      case TORN_TRANSACTION ->
          new Bug(
              name,
              "the two halves of a transaction are not atomic",
              List.of("latency"),
              List.of("fractured-read", "G-single-item", "G1c", "internal", "wrong-total"),
              List.of("list-append", "rw-register", "set-add", "bank"));
      case INTERLEAVED_STEPS ->
          new Bug(
              name,
              "each operation of a transaction commits by itself",
              List.of("latency"),
              List.of("G0", "G1b", "G1c", "internal", "fractured-read"),
              List.of("list-append", "rw-register"));
      case ABORTED_WRITES ->
          new Bug(
              name,
              "writes of aborted transactions stay",
              List.of("latency"),
              List.of("G1a"),
              List.of("list-append", "rw-register", "set-add"));
      case OWN_WRITES_FIRST ->
          new Bug(
              name,
              "a node shows its own clients' writes before others see them",
              List.of("latency"),
              List.of("G-nonadjacent-item", "G2-item", "G-single-item-realtime"),
              List.of("long-fork", "list-append", "rw-register"));
      case UNSYNCED_LOG ->
          new Bug(
              name,
              "log entries are acknowledged before they are synced",
              List.of("lose-unsynced-writes"),
              List.of("stale-read", "lost-write", "dirty-read", "lost-update", "non-linearizable"));
      case PANICS ->
          new Bug(
              name,
              "the last node panics at its hundredth entry",
              List.of(),
              List.of("node-crashed", "logged-panic", "not-recovered"));
      case NEVER_REJOINS ->
          new Bug(
              name,
              "a restarted node ignores its peers",
              List.of("kill"),
              List.of("not-recovered"));
      case LOCAL_IDS ->
          new Bug(
              name,
              "each leader issues identifiers from its own counter",
              List.of(),
              List.of("duplicate-id"),
              List.of("ids"));
    };
  }

  @Override
  public List<String> launch(NodeView node) {
    List<String> arguments = new ArrayList<>();
    arguments.add(node.name());
    arguments.add(node.folder().toString());
    arguments.add(node.data().toString());
    arguments.add(node.own("client").toString());
    arguments.add(node.own("peer").toString());
    arguments.add(String.join(",", node.bugs().isEmpty() ? List.of("none") : node.bugs()));
    arguments.add(isolation.wireName());
    for (String peer : node.nodes()) {
      if (!peer.equals(node.name())) {
        arguments.add(peer + "=" + node.address(peer, "peer"));
      }
    }
    return JavaCommand.of(node.machine(), BrittleNode.class, List.of("-Xmx96m"), arguments);
  }

  @Override
  public boolean isReady(Address client) {
    // Ready means that there is a leader: before that every request fails.
    String[] words = status(client).split(" ");
    return words.length == 4 && !words[1].equals("-");
  }

  @Override
  public boolean isLeader(Address client) {
    return status(client).startsWith("LEADER");
  }

  private static String status(Address client) {
    try (BrittleClient asking = new BrittleClient(client, STATUS_TIMEOUT_MILLIS)) {
      return asking.ask("status");
    } catch (IOException unreachable) {
      return "";
    }
  }

  @Override
  public Set<Class<?>> contracts() {
    return Set.of(BrittleClient.class.getInterfaces());
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws IOException {
    return contract.isAssignableFrom(BrittleClient.class)
        ? Optional.of(new BrittleClient(client, CALL_TIMEOUT_MILLIS))
        : Optional.empty();
  }

  @Override
  public Optional<Path> clockFile(Path nodeFolder) {
    return Optional.of(nodeFolder.resolve("clock-offset-ms"));
  }
}
