package dev.ordeal.targets.zookeeper;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Membership;
import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.Stat;

/**
 * ZooKeeper's incremental reconfiguration. All nodes have to know each other by the same addresses,
 * since a leader tells all of them its own list.
 */
final class ZooKeeperMembership implements Membership {
  private static final int SESSION_TIMEOUT_MILLIS = 4_000;
  private static final int CLOSE_TIMEOUT_MILLIS = 500;
  private static final int ANY_VERSION = -1;
  private static final long PAUSE_MILLIS = 300;

  /** A node as ZooKeeper's configuration names it. */
  static String server(NodeView node, String peer) {
    Address quorum = node.address(peer, "quorum");
    Address client = node.address(peer, "client");
    return "server.%d=%s:%d:%d:participant;%s:%d"
        .formatted(
            node.nodes().indexOf(peer) + 1,
            quorum.host(),
            quorum.port(),
            node.address(peer, "election").port(),
            client.host(),
            client.port());
  }

  @Override
  public void remove(List<NodeView> nodes, Collection<Address> clients, Duration patience)
      throws IOException {
    String leaving =
        nodes.stream().map(node -> "" + (node.index() + 1)).collect(Collectors.joining(","));
    change(null, leaving, clients, patience);
  }

  @Override
  public void add(List<NodeView> nodes, Collection<Address> clients, Duration patience)
      throws IOException {
    String joining =
        nodes.stream().map(node -> server(node, node.name())).collect(Collectors.joining(","));
    change(joining, null, clients, patience);
  }

  /** Asks until it is done: to ask twice for the same does no harm. */
  private static void change(
      String joining, String leaving, Collection<Address> clients, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    String servers = clients.stream().map(Address::toString).collect(Collectors.joining(","));
    while (true) {
      try {
        changeOnce(joining, leaving, servers);
        return;
      } catch (KeeperException | IOException refused) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "ZooKeeper did not change its members (%s): %s"
                  .formatted(joining == null ? "remove " + leaving : joining, refused.getMessage()),
              refused);
        }
        pause();
      } catch (InterruptedException interrupted) {
        throw interrupted(interrupted);
      }
    }
  }

  private static void changeOnce(String joining, String leaving, String servers)
      throws IOException, KeeperException, InterruptedException {
    ZooKeeperAdmin admin =
        ZooKeeperSession.connected(
            watcher -> new ZooKeeperAdmin(servers, SESSION_TIMEOUT_MILLIS, watcher),
            SESSION_TIMEOUT_MILLIS);
    try {
      admin.reconfigure(joining, leaving, null, ANY_VERSION, new Stat());
    } finally {
      admin.close(CLOSE_TIMEOUT_MILLIS);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static IOException interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted while ZooKeeper changed its members", interrupted);
  }
}
