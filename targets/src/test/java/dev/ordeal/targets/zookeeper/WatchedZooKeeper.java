package dev.ordeal.targets.zookeeper;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Membership;
import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper whose clients tell who its members are. */
public final class WatchedZooKeeper implements Database {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Pattern SERVER = Pattern.compile("server\\.(\\d+)=");

  private final ZooKeeperDatabase zookeeper = new ZooKeeperDatabase(Map.of());

  /** Tells the numbers of the members, as one node knows them. */
  public interface Members extends AutoCloseable {
    Set<String> members() throws Exception;

    @Override
    default void close() {}
  }

  @Override
  public String name() {
    return zookeeper.name();
  }

  @Override
  public String description() {
    return zookeeper.description();
  }

  @Override
  public List<String> peerPorts() {
    return zookeeper.peerPorts();
  }

  @Override
  public String clientPort() {
    return zookeeper.clientPort();
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    return zookeeper.launch(node);
  }

  @Override
  public boolean isReady(Address client) {
    return zookeeper.isReady(client);
  }

  @Override
  public boolean isLeader(Address client) {
    return zookeeper.isLeader(client);
  }

  @Override
  public Optional<Membership> membership() {
    return zookeeper.membership();
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) {
    Members asking = () -> members(client);
    return Optional.of(asking);
  }

  private static Set<String> members(Address client) throws Exception {
    ZooKeeper session =
        ZooKeeperSession.connected(
            watcher -> new ZooKeeper(client.toString(), PATIENCE_MILLIS, watcher), PATIENCE_MILLIS);
    try {
      String config = new String(session.getConfig(false, null), StandardCharsets.UTF_8);
      return SERVER
          .matcher(config)
          .results()
          .map(server -> server.group(1))
          .collect(Collectors.toSet());
    } finally {
      session.close();
    }
  }
}
