package dev.ordeal.targets.zookeeper;

import static dev.ordeal.targets.zookeeper.ZooKeeperSession.bytes;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.name;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.text;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.unknown;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.Stat;

/**
 * Transactions as optimistic ones: objects are nodes, read with their versions, and one multi-op
 * checks that all are as they were and changes those that were written.
 */
final class ZooKeeperTransactionClient implements TransactionClient {
  private static final int ATTEMPTS_MAX = 10;

  private final ZooKeeperSession session;

  ZooKeeperTransactionClient(ZooKeeperSession session) {
    this.session = session;
  }

  /** An object as it was read, and as it shall be. */
  private static final class Node {
    private int version;
    private String data;
    private boolean changed;
  }

  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Map<Long, Node> nodes = new LinkedHashMap<>();
      List<Value> reads = new ArrayList<>();
      try {
        for (MicroOp step : steps) {
          Node node = nodes.get(step.key());
          if (node == null) {
            node = load(step.key(), kind);
            nodes.put(step.key(), node);
          }
          apply(step, node, kind, reads);
        }
      } catch (KeeperException failed) {
        throw new DefiniteFailure(name(failed) + ": before anything was written");
      }
      try {
        commit(nodes, kind);
        return reads;
      } catch (KeeperException.BadVersionException overtaken) {
        // Read again.
      } catch (KeeperException failed) {
        throw unknown(failed);
      }
    }
    throw new DefiniteFailure("overtaken: " + ATTEMPTS_MAX + " times");
  }

  private Node load(long key, ObjectKind kind) throws Exception {
    Node node = new Node();
    while (node.data == null) {
      Stat stat = new Stat();
      try {
        node.data = text(session.zookeeper().getData(path(key, kind), false, stat));
        node.version = stat.getVersion();
      } catch (KeeperException.NoNodeException absent) {
        // An empty node is as good as none.
        session.create(path(key, kind), "");
      }
    }
    return node;
  }

  private static void apply(MicroOp step, Node node, ObjectKind kind, List<Value> reads) {
    switch (step) {
      case MicroOp.Read read -> reads.add(value(node.data, kind));
      case MicroOp.Write write -> {
        node.data = Long.toString(write.value());
        node.changed = true;
      }
      case MicroOp.Append append -> put(node, append.element());
      case MicroOp.Add add -> put(node, add.element());
    }
  }

  private static void put(Node node, long element) {
    node.data += (node.data.isEmpty() ? "" : ",") + element;
    node.changed = true;
  }

  private static Value value(String data, ObjectKind kind) {
    if (!kind.holdsMany()) {
      return data.isEmpty() ? Value.NIL : Value.of(Long.parseLong(data));
    }
    return new Value.Seq(
        data.isEmpty()
            ? List.of()
            : Arrays.stream(data.split(",")).map(item -> Value.of(Long.parseLong(item))).toList());
  }

  private void commit(Map<Long, Node> nodes, ObjectKind kind)
      throws KeeperException, InterruptedException {
    List<Op> ops = new ArrayList<>();
    nodes.forEach(
        (key, node) ->
            ops.add(
                node.changed
                    ? Op.setData(path(key, kind), bytes(node.data), node.version)
                    : Op.check(path(key, kind), node.version)));
    session.zookeeper().multi(ops);
  }

  private static String path(long key, ObjectKind kind) {
    return "/" + kind.name().toLowerCase(Locale.ROOT) + "-in-transactions-" + key;
  }

  @Override
  public void close() {
    session.close();
  }
}
