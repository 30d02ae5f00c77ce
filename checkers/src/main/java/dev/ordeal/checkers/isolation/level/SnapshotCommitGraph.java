package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.transaction.RealTime;
import dev.ordeal.checkers.solver.DynamicTopologicalOrder;
import dev.ordeal.checkers.solver.TopologicalSort;
import dev.ordeal.results.history.Columns;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The instants of a part's transactions, and which is known to come before which: snapshots and
 * commits, or one of each transaction that comes behind all on whom it depends.
 */
final class SnapshotCommitGraph {
  private final CyclicComponent part;
  private final int perTransaction;
  private final int nodes;
  private final int[] first;
  private final int[] targets;

  private SnapshotCommitGraph(CyclicComponent part, int perTransaction, int nodes, Graph edges) {
    this.part = part;
    this.perTransaction = perTransaction;
    this.nodes = nodes;
    first = edges.first;
    targets = IntStream.of(edges.edges).map(Graph::target).toArray();
  }

  /** One instant each: anti-dependencies and the order of processes are left out. */
  static SnapshotCommitGraph dependencies(CyclicComponent part) {
    return dependencies(part, false);
  }

  /** The same, with the order of processes where sessions count. */
  static SnapshotCommitGraph dependencies(CyclicComponent part, boolean withSessions) {
    Graph graph = part.graph;
    Graph.Builder builder = new Graph.Builder(graph.nodes, graph.edgeCount());
    for (int node = 0; node < graph.nodes; node++) {
      for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
        int type = Graph.type(graph.edges[e]);
        if (type != Graph.RW && (withSessions || type != Graph.PO)) {
          builder.add(node, Graph.target(graph.edges[e]), 0);
        }
      }
    }
    return new SnapshotCommitGraph(part, 1, graph.nodes, builder.build());
  }

  /** Snapshots and commits, as {@link Rule#SNAPSHOT_ISOLATION} arranges them. */
  static SnapshotCommitGraph snapshots(CyclicComponent part, CycleClass.Bond bond) {
    Graph graph = part.graph;
    RealTime time = bond == CycleClass.Bond.REALTIME ? part.time() : null;
    int nodes = 2 * graph.nodes + (time == null ? 0 : time.relays());
    Graph.Builder builder = new Graph.Builder(nodes, graph.edgeCount() + nodes);
    for (int node = 0; node < graph.nodes; node++) {
      if (!graph.isRelay(node)) {
        builder.add(snapshot(node), commit(node), 0);
      }
      for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
        int target = Graph.target(graph.edges[e]);
        switch (Graph.type(graph.edges[e])) {
          case Graph.RW -> builder.add(snapshot(node), commit(target), 0);
          case Graph.RELAY -> {
            builder.add(snapshot(node), snapshot(target), 0);
            builder.add(commit(node), commit(target), 0);
          }
          case Graph.PO -> {
            if (bond == CycleClass.Bond.PROCESS) {
              builder.add(commit(node), snapshot(target), 0);
            }
          }
          default -> builder.add(commit(node), snapshot(target), 0);
        }
      }
    }
    if (time != null) {
      time.tell(
          2 * graph.nodes, SnapshotCommitGraph::snapshot, SnapshotCommitGraph::commit, builder);
    }
    return new SnapshotCommitGraph(part, 2, nodes, builder.build());
  }

  private static int snapshot(int node) {
    return 2 * node;
  }

  private static int commit(int node) {
    return 2 * node + 1;
  }

  /** A transaction's first instant. */
  int begin(int t) {
    return perTransaction * t;
  }

  /** A transaction's last instant. */
  int end(int t) {
    return perTransaction * t + perTransaction - 1;
  }

  /** What is known, to add to; it must have no cycle. */
  DynamicTopologicalOrder liveOrder() {
    return liveOrder(order());
  }

  /** The same, beginning with an order that fits. */
  DynamicTopologicalOrder liveOrder(int[] order) {
    if (order.length < nodes) {
      throw new IllegalStateException("what is known of the order contradicts itself");
    }
    return new DynamicTopologicalOrder(first, targets, order, place -> {});
  }

  /** An order that fits what is known, early ends first; empty if there is none. */
  int[] order() {
    int[] sorted = TopologicalSort.nodes(first, targets);
    if (sorted.length < nodes) {
      return new int[0];
    }
    // Nothing may come after the end of what comes after it: by those ends, the order fits.
    int[] deadlines = new int[nodes];
    Arrays.fill(deadlines, Columns.NEVER);
    for (int t = 0; t < part.members.length; t++) {
      for (int node = begin(t); node <= end(t); node++) {
        deadlines[node] = part.end(t);
      }
    }
    long[] byDeadline = new long[nodes];
    for (int place = nodes - 1; place >= 0; place--) {
      int node = sorted[place];
      for (int e = first[node]; e < first[node + 1]; e++) {
        deadlines[node] = Math.min(deadlines[node], deadlines[targets[e]]);
      }
      byDeadline[place] = (long) deadlines[node] << 32 | place;
    }
    Arrays.parallelSort(byDeadline);
    int[] order = new int[nodes];
    for (int place = 0; place < nodes; place++) {
      order[place] = sorted[(int) byDeadline[place]];
    }
    return order;
  }
}
