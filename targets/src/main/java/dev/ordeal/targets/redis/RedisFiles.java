package dev.ordeal.targets.redis;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The files by which a node is started. The first node begins as the master. */
record RedisFiles(RedisSettings settings) {
  private static final String START = "start.sh";

  /** A replica is asked for its offset every second. */
  private static final int REPLICA_LAG_MAX = 2;

  private static final int FAILOVER_TIMEOUTS = 3;

  /** Writes them; servers and sentinels keep in theirs who replicates whom, so these stay. */
  void write(NodeView node) throws IOException {
    node.machine().write(node.folder().resolve(START), script());
    writeOnce(node, "redis.conf", server(node));
    writeOnce(node, "sentinel.conf", sentinel(node));
  }

  private static void writeOnce(NodeView node, String file, String text) throws IOException {
    if (!node.machine().has(node.folder().resolve(file))) {
      node.machine().write(node.folder().resolve(file), text);
    }
  }

  private static String script() throws IOException {
    try (InputStream script = RedisFiles.class.getResourceAsStream(START)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String server(NodeView node) {
    Address own = node.own(RedisNodes.SERVER);
    Address known = node.known(RedisNodes.SERVER);
    Address first = known(node, node.nodes().getFirst(), RedisNodes.SERVER);
    return """
    port %d
    bind %s
    protected-mode no
    dir "%s"
    appendonly %s
    appendfsync %s
    save ""
    repl-diskless-sync-delay 0
    repl-ping-replica-period 1
    repl-timeout 5
    min-replicas-to-write %d
    min-replicas-max-lag %d
    replica-announce-ip %s
    replica-announce-port %d
    """
            .formatted(
                own.port(),
                own.host(),
                node.data(),
                settings.appendonly(),
                settings.appendfsync(),
                settings.minReplicas(),
                REPLICA_LAG_MAX,
                known.host(),
                known.port())
        + (node.index() == 0 ? "" : "replicaof %s %d\n".formatted(first.host(), first.port()));
  }

  private String sentinel(NodeView node) {
    Address own = node.own(RedisNodes.SENTINEL);
    Address known = node.known(RedisNodes.SENTINEL);
    Address first = known(node, node.nodes().getFirst(), RedisNodes.SERVER);
    StringBuilder text =
        new StringBuilder(
            """
            port %1$d
            bind %2$s
            protected-mode no
            dir "%3$s"
            sentinel announce-ip %4$s
            sentinel announce-port %5$d
            sentinel myid %6$s
            sentinel monitor %7$s %8$s %9$d %10$d
            sentinel down-after-milliseconds %7$s %11$d
            sentinel failover-timeout %7$s %12$d
            """
                .formatted(
                    own.port(),
                    own.host(),
                    node.data(),
                    known.host(),
                    known.port(),
                    id(node.index()),
                    RedisNodes.MASTER,
                    first.host(),
                    first.port(),
                    node.nodes().size() / 2 + 1,
                    settings.downAfterMillis(),
                    settings.downAfterMillis() * FAILOVER_TIMEOUTS));
    // Sentinels would find each other and the replicas by themselves, within ten seconds.
    for (int i = 0; i < node.nodes().size(); i++) {
      String other = node.nodes().get(i);
      Address server = known(node, other, RedisNodes.SERVER);
      if (i > 0) {
        text.append(
            "sentinel known-replica %s %s %d%n"
                .formatted(RedisNodes.MASTER, server.host(), server.port()));
      }
      if (i != node.index()) {
        Address sentinel = known(node, other, RedisNodes.SENTINEL);
        text.append(
            "sentinel known-sentinel %s %s %d %s%n"
                .formatted(RedisNodes.MASTER, sentinel.host(), sentinel.port(), id(i)));
      }
    }
    return text.toString();
  }

  /** By which sentinels know each other. */
  private static String id(int index) {
    return "%040x".formatted(index + 1);
  }

  private static Address known(NodeView node, String other, String port) {
    return other.equals(node.name()) ? node.known(port) : node.address(other, port);
  }
}
