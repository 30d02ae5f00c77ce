package dev.ordeal.targets.redis;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientPrograms;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.Program;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Redis, replicated, with Sentinel: on each node a server and a sentinel. Clients go to the master
 * that the sentinel of their node names.
 */
public final class RedisDatabase implements Database {
  private static final Map<Class<?>, Function<RedisSession, AutoCloseable>> CLIENTS =
      Map.of(
          RegisterClient.class, RedisRegisterClient::new,
          SetClient.class, RedisSetClient::new,
          CounterClient.class, RedisCounterClient::new,
          QueueClient.class, RedisQueueClient::new,
          IdClient.class, RedisIdClient::new,
          LockClient.class, RedisLockClient::new,
          BankClient.class, RedisBankClient::new,
          TransactionClient.class, RedisTransactionClient::new);

  private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final RedisNodes nodes = new RedisNodes();

  /** The nodes whose sentinels have found a majority of the others: a run begins with all. */
  private final Set<String> quorate = ConcurrentHashMap.newKeySet();

  /** With the options as they are by default. */
  public RedisDatabase() {
    this(Map.of());
  }

  /**
   * Makes one.
   *
   * @param options see {@link #options}
   * @throws IllegalArgumentException if an option's value is wrong; the message begins with it
   */
  public RedisDatabase(Map<String, String> options) {
    settings = RedisSettings.of(options);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String description() {
    return "a real Redis with replicas and Sentinel";
  }

  @Override
  public List<String> options() {
    return RedisSettings.DESCRIPTIONS;
  }

  @Override
  public List<String> peerPorts() {
    return List.of(RedisNodes.SERVER, RedisNodes.SENTINEL);
  }

  @Override
  public String clientPort() {
    return RedisNodes.SERVER;
  }

  @Override
  public int defaultNodes() {
    return 5;
  }

  @Override
  public List<Program> programs() {
    return settings.release().programs();
  }

  /** Sentinels and masters tell where replicas and sentinels are. */
  @Override
  public boolean tellsAddresses() {
    return true;
  }

  @Override
  public boolean clientsFollowLeader() {
    return true;
  }

  @Override
  public boolean asksLibraryForTime() {
    return settings.release().asksLibraryForTime();
  }

  /** As long as fetching may take. */
  @Override
  public Duration prepareTimeout() {
    return Duration.ofMinutes(5);
  }

  /** What it logs of itself when it crashes, or cannot read its data. */
  @Override
  public List<String> logPatterns() {
    return List.of("REDIS BUG REPORT START", "Bad file format reading the append only file");
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    int replicas = node.nodes().size() - 1;
    if (settings.acknowledging() > replicas || settings.minReplicas() > replicas) {
      throw new IOException(
          "wait=%d, min-replicas-to-write=%d: of %d nodes %d are replicas; take more --nodes"
              .formatted(
                  settings.acknowledging(), settings.minReplicas(), node.nodes().size(), replicas));
    }
    nodes.learn(node);
    settings.release().bring(node);
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    new RedisFiles(settings).write(node);
    Address own = node.own(RedisNodes.SERVER);
    boolean isToldByHost = !own.equals(node.known(RedisNodes.SERVER));
    return List.of(
        "sh",
        node.folder().resolve("start.sh").toString(),
        settings.release().program(node),
        node.data().toString(),
        isToldByHost ? own.host() : "");
  }

  @Override
  public boolean isReady(Address client) {
    return notReady(client).isEmpty();
  }

  /** It is the master that its sentinel names, or a replica that has all data. */
  @Override
  public Optional<String> notReady(Address client) {
    boolean isMaster;
    try (RedisConnection server = new RedisConnection(client, STATUS_TIMEOUT)) {
      List<?> role = server.role();
      isMaster = "master".equals(role.getFirst());
      if (!isMaster && !(role.size() > 3 && "connected".equals(role.get(3)))) {
        return Optional.of("it is no replica yet, but: " + role);
      }
    } catch (IOException notYet) {
      return Optional.of("its server: " + notYet.getMessage());
    }
    Optional<String> node = nodes.listeningAt(client);
    return node.isEmpty() ? Optional.empty() : notWatched(node.get(), isMaster);
  }

  /** Why its sentinel could not see to it that there is a master. */
  private Optional<String> notWatched(String node, boolean isMaster) {
    try (RedisConnection sentinel = new RedisConnection(nodes.sentinel(node), STATUS_TIMEOUT)) {
      if (!quorate.contains(node)) {
        sentinel.call("SENTINEL", "CKQUORUM", RedisNodes.MASTER);
        quorate.add(node);
      }
      String named = nodes.master(sentinel);
      return named.equals(node) == isMaster
          ? Optional.empty()
          : Optional.of(
              "it is a %s, and its sentinel names %s as the master"
                  .formatted(isMaster ? "master" : "replica", named));
    } catch (IOException notYet) {
      return Optional.of("its sentinel: " + notYet.getMessage());
    }
  }

  /** It is a master, and so its sentinel says: several may be. */
  @Override
  public boolean isLeader(Address client) {
    Optional<String> node = nodes.listeningAt(client);
    if (node.isEmpty()) {
      return false;
    }
    try (RedisConnection server = new RedisConnection(client, STATUS_TIMEOUT);
        RedisConnection sentinel =
            new RedisConnection(nodes.sentinel(node.get()), STATUS_TIMEOUT)) {
      return server.isMaster() && nodes.master(sentinel).equals(node.get());
    } catch (IOException unreachable) {
      return false;
    }
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws IOException {
    String node =
        nodes
            .listeningAt(client)
            .orElseThrow(() -> new IOException(client + ": no node of this cluster"));
    return client(contract, new ClientView(node, client, ClientPrograms.NONE));
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, ClientView client) throws IOException {
    Function<RedisSession, AutoCloseable> kind = CLIENTS.get(contract);
    return kind == null
        ? Optional.empty()
        : Optional.of(kind.apply(new RedisSession(nodes, client, settings)));
  }

  @Override
  public Set<Class<?>> contracts() {
    return CLIENTS.keySet();
  }
}
