package dev.ordeal.targets.redis;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the servers and sentinels of a cluster are. Thread-safe. */
final class RedisNodes {
  /** Ports. */
  static final String SERVER = "redis";

  static final String SENTINEL = "sentinel";

  /** The name by which sentinels know the one master that they watch. */
  static final String MASTER = "store";

  private final Map<String, NodeView> nodes = new ConcurrentHashMap<>();

  void learn(NodeView node) {
    nodes.put(node.name(), node);
  }

  /** Where a node's server listens. */
  Address server(String node) throws IOException {
    return node(node).own(SERVER);
  }

  /** Where a node's sentinel listens. */
  Address sentinel(String node) throws IOException {
    return node(node).own(SENTINEL);
  }

  private NodeView node(String name) throws IOException {
    NodeView node = nodes.get(name);
    if (node == null) {
      throw new IOException(name + ": no node of this cluster");
    }
    return node;
  }

  /** The node whose server listens there. */
  Optional<String> listeningAt(Address own) {
    return nodes.values().stream()
        .filter(node -> node.own(SERVER).equals(own))
        .map(NodeView::name)
        .findFirst();
  }

  /**
   * The node that a sentinel takes for the master's.
   *
   * @throws IOException if it is not known
   */
  String master(RedisConnection sentinel) throws IOException {
    Object answer = sentinel.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
    for (NodeView node : nodes.values()) {
      Address known = node.known(SERVER);
      if (answer instanceof List<?> address
          && address.size() == 2
          && known.host().equals(address.get(0))
          && Integer.toString(known.port()).equals(address.get(1))) {
        return node.name();
      }
    }
    throw new IOException("Sentinel names no node as the master: " + answer);
  }
}
