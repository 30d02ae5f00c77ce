package dev.ordeal.targets.rqlite;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.release.ProgramArchive;
import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * rqlite 8 (tried with 8.26.8), by its interface of JSON over HTTP. A client talks to its own node,
 * which passes on to the leader what takes one.
 */
public final class RqliteDatabase implements Database {
  private static final Map<Class<?>, Function<RqliteSession, AutoCloseable>> CLIENTS =
      Map.of(
          RegisterClient.class, RqliteRegisterClient::new,
          SetClient.class, RqliteSetClient::new,
          CounterClient.class, RqliteCounterClient::new,
          QueueClient.class, RqliteQueueClient::new,
          IdClient.class, RqliteIdClient::new,
          LockClient.class, RqliteLockClient::new,
          BankClient.class, RqliteBankClient::new,
          TransactionClient.class, RqliteTransactionClient::new);

  private static final List<String> LEVELS = List.of("linearizable", "strong", "weak", "none");
  private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(1);
  private static final String COMMAND = "rqlited";

  /** Where it may be in a release, whose single outermost folder is left out. */
  private static final List<String> PLACES = List.of(COMMAND, "bin/" + COMMAND);

  private final String level;

  /** A release to bring to the nodes; empty for the program that is there. */
  private final Optional<ProgramArchive> archive;

  private final AtomicBoolean hasTables = new AtomicBoolean();

  /** With the options as they are by default. */
  public RqliteDatabase() {
    this(Map.of());
  }

  /**
   * Makes one.
   *
   * @param options see {@link #options}
   * @throws IllegalArgumentException if an option's value is wrong; the message begins with it
   */
  public RqliteDatabase(Map<String, String> options) {
    level = options.getOrDefault("reads", LEVELS.getFirst());
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          "reads=%s: rqlite's read consistency is one of %s"
              .formatted(level, String.join(", ", LEVELS)));
    }
    archive = ProgramArchive.named(options, PLACES);
  }

  @Override
  public String name() {
    return "rqlite";
  }

  @Override
  public String description() {
    return "a real rqlite cluster: SQLite, replicated by Raft";
  }

  @Override
  public List<String> options() {
    return List.of(
        "reads=linearizable|strong|weak|none  rqlite's read consistency: none asks the connected"
            + " node only; weak (rqlite's own default) the node that takes itself for the leader",
        "archive=FILE  a release to bring to the nodes, .tar.gz (default: the rqlited that is"
            + " there)");
  }

  @Override
  public List<String> peerPorts() {
    return List.of("raft");
  }

  @Override
  public String clientPort() {
    return "http";
  }

  @Override
  public List<Program> programs() {
    return archive.isPresent()
        ? List.of()
        : List.of(
            Program.withoutPackage(
                COMMAND,
                "--set archive=FILE brings a release (github.com/rqlite/rqlite/releases)"));
  }

  /** A leader tells the others by which address it knows each. */
  @Override
  public boolean canBeBehindProxies() {
    return false;
  }

  /** Go asks the kernel. */
  @Override
  public boolean asksLibraryForTime() {
    return false;
  }

  /** Another cluster may have been there before: this one has no tables. */
  @Override
  public void prepare(NodeView node) throws IOException {
    hasTables.set(false);
    if (archive.isPresent()) {
      archive.get().bring(node);
    }
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    List<String> raft =
        node.nodes().stream().map(peer -> node.address(peer, "raft").toString()).toList();
    return List.of(
        archive.isPresent() ? archive.get().program(node) : COMMAND,
        "-node-id=" + node.name(),
        "-http-addr=" + node.own("http"),
        "-raft-addr=" + node.own("raft"),
        "-bootstrap-expect=" + raft.size(),
        "-join=" + String.join(",", raft),
        node.data().resolve("rqlite").toString());
  }

  @Override
  public boolean isReady(Address client) {
    return notReady(client).isEmpty();
  }

  /** Its own answer to {@code /readyz}; the first node that is ready is told to make the tables. */
  @Override
  public Optional<String> notReady(Address client) {
    try (RqliteSession session = new RqliteSession(client, level, STATUS_TIMEOUT)) {
      session.requireReady();
      if (!hasTables.get()) {
        session.makeTables();
        hasTables.set(true);
      }
      return Optional.empty();
    } catch (IOException notYet) {
      // A refused connection has no message.
      return Optional.of(Objects.requireNonNullElse(notYet.getMessage(), notYet.toString()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of("");
    }
  }

  @Override
  public boolean isLeader(Address client) {
    try (RqliteSession session = new RqliteSession(client, level, STATUS_TIMEOUT)) {
      return session.isLeader();
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws IOException {
    Function<RqliteSession, AutoCloseable> kind = CLIENTS.get(contract);
    return kind == null
        ? Optional.empty()
        : Optional.of(kind.apply(RqliteSession.probed(client, level)));
  }

  @Override
  public Set<Class<?>> contracts() {
    return CLIENTS.keySet();
  }
}
