package dev.ordeal.harness.stores;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.redis.RedisDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The target {@code redis}, of Debian's packages, with nodes that have left their launcher and its
 * session, as services do; both programs overwrite their environment with their title.
 */
public final class RedisDaemons implements Database {
  static final StoreRelease RELEASE = StoreRelease.of("redis");

  /** Ends at once, while what it has started lives on. */
  private static final String LEAVE = "setsid nohup \"$@\" </dev/null >%s 2>&1 3>&- &";

  private final RedisDatabase redis =
      new RedisDatabase(Map.of("archive", RELEASE.archive().toString()));

  @Override
  public String name() {
    return "redis-daemons";
  }

  @Override
  public String description() {
    return "Debian's Redis with Sentinel, as daemons";
  }

  @Override
  public List<String> peerPorts() {
    return redis.peerPorts();
  }

  @Override
  public String clientPort() {
    return redis.clientPort();
  }

  @Override
  public boolean tellsAddresses() {
    return redis.tellsAddresses();
  }

  @Override
  public int defaultNodes() {
    return 3;
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    redis.prepare(node);
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    Path log = node.folder().resolve("daemons.log");
    List<String> command = new ArrayList<>(List.of("sh", "-c", LEAVE.formatted(log), "sh"));
    command.addAll(redis.launch(node));
    return command;
  }

  @Override
  public boolean isReady(Address client) {
    return redis.isReady(client);
  }

  @Override
  public boolean isLeader(Address client) {
    return redis.isLeader(client);
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws IOException {
    return redis.client(contract, client);
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, ClientView client) throws IOException {
    return redis.client(contract, client);
  }
}
