package dev.ordeal.harness.stores;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Redis with Sentinel: on each node a server and a sentinel, both daemons that overwrite their
 * environment with their title. The first node begins as the master.
 */
public final class RedisWithSentinel implements Database {
  static final StoreRelease RELEASE = StoreRelease.of("redis");

  private static final String REDIS = "redis";
  private static final String SENTINEL = "sentinel";

  @Override
  public String name() {
    return "redis-with-sentinel";
  }

  @Override
  public String description() {
    return "Debian's Redis with Sentinel";
  }

  @Override
  public List<String> peerPorts() {
    return List.of(REDIS, SENTINEL);
  }

  @Override
  public String clientPort() {
    return REDIS;
  }

  @Override
  public int defaultNodes() {
    return 3;
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    RELEASE.bring(node);
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    Path redis = node.folder().resolve("redis.conf");
    // Sentinels write into these files who replicates whom: that outlives a restart.
    if (!node.machine().has(redis)) {
      node.machine().write(redis, redis(node));
      node.machine().write(node.folder().resolve("sentinel.conf"), sentinel(node));
    }
    StoreRelease.write(
        node,
        """
        mkdir -p data
        release/bin/redis-server redis.conf
        release/bin/redis-sentinel sentinel.conf
        """);
    return List.of("sh", "start.sh");
  }

  private static String redis(NodeView node) {
    Address own = node.own(REDIS);
    Address first = node.address(node.nodes().getFirst(), REDIS);
    String follows =
        node.index() == 0 ? "" : "replicaof %s %d\n".formatted(first.host(), first.port());
    return """
    port %2$d
    bind %1$s
    protected-mode no
    daemonize yes
    dir data
    logfile ../redis.log
    appendonly yes
    save ""
    repl-diskless-sync-delay 0
    replica-announce-ip %1$s
    replica-announce-port %2$d
    """
            .formatted(own.host(), own.port())
        + follows;
  }

  private static String sentinel(NodeView node) {
    Address own = node.own(SENTINEL);
    Address first = node.address(node.nodes().getFirst(), REDIS);
    return """
    port %2$d
    bind %1$s
    protected-mode no
    daemonize yes
    dir data
    logfile ../sentinel.log
    sentinel announce-ip %1$s
    sentinel announce-port %2$d
    sentinel monitor store %3$s %4$d 2
    sentinel down-after-milliseconds store 1000
    sentinel failover-timeout store 3000
    """
        .formatted(own.host(), own.port(), first.host(), first.port());
  }

  @Override
  public boolean isReady(Address client) {
    try (RedisConnection connection = new RedisConnection(client)) {
      List<?> role = (List<?>) connection.call("ROLE");
      return role.getFirst().equals("master") || role.get(3).equals("connected");
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public boolean isLeader(Address client) {
    try (RedisConnection connection = new RedisConnection(client)) {
      return connection.isMaster();
    } catch (IOException unreachable) {
      return false;
    }
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws IOException {
    return contract == RegisterClient.class
        ? Optional.of(new RedisRegisters(new RedisConnection(client)))
        : Optional.empty();
  }
}
