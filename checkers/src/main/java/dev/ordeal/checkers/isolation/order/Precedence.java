package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.isolation.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is known of some instants: which comes before which, and why.
 *
 * <p>Keeps all pairs once {@link #close} was called, in memory that is quadratic in the number of
 * instants; those that {@link #learn} adds are taken note of at once.
 */
public final class Precedence {
  /** An edge: which instant before which, and why. */
  record Edge(int from, int to, int type, int key, int by) {}

  private final int instants;

  /** Whether anti-dependencies count only one at a time, and so order nothing by themselves. */
  private final boolean parallel;

  private final List<Edge> edges = new ArrayList<>();
  private final long[][] reach;
  private boolean isContradicted;

  /** Knows nothing of some instants yet. */
  Precedence(int instants, boolean parallel) {
    this.instants = instants;
    this.parallel = parallel;
    reach = new long[instants][(instants + 63) >> 6];
  }

  /** What is known now, to go on with by itself. */
  Precedence copy() {
    Precedence copy = new Precedence(instants, parallel);
    copy.edges.addAll(edges);
    for (int i = 0; i < instants; i++) {
      copy.reach[i] = reach[i].clone();
    }
    copy.isContradicted = isContradicted;
    return copy;
  }

  void add(Edge edge) {
    edges.add(edge);
  }

  /** Whether an edge takes part in order by itself. */
  private boolean orders(Edge edge) {
    return !parallel || edge.type() != Graph.RW;
  }

  /** An edge that contradicts what is known; null if none does. */
  Edge contradiction(List<Edge> consequences) {
    for (Edge edge : consequences) {
      if (comesBefore(edge.to(), edge.from())) {
        return edge;
      }
    }
    return null;
  }

  /** Adds edges and what follows from them; true if they say anything new. */
  boolean learn(List<Edge> consequences) {
    boolean isNew = false;
    for (Edge edge : consequences) {
      edges.add(edge);
      if (!orders(edge)) {
        isNew = true;
      } else if (!comesBefore(edge.from(), edge.to())) {
        isNew = true;
        isContradicted |= comesBefore(edge.to(), edge.from());
        connect(edge.from(), edge.to());
      }
    }
    return isNew;
  }

  /** Takes note of everything that an edge leads to. */
  private void connect(int from, int to) {
    long[] behind = reach[to];
    for (int i = 0; i < instants; i++) {
      if (i == from || (reach[i][from >> 6] & (1L << from)) != 0) {
        long[] mine = reach[i];
        for (int w = 0; w < mine.length; w++) {
          mine[w] |= behind[w];
        }
        mine[to >> 6] |= 1L << to;
      }
    }
  }

  boolean comesBefore(int a, int b) {
    return a == b || (reach[a][b >> 6] & (1L << b)) != 0;
  }

  /** Whether what was learned contradicts what was known. */
  boolean isContradicted() {
    return isContradicted;
  }

  /** Takes note of what follows from all edges; false, and of nothing, if they lead in a cycle. */
  boolean close() {
    int[] degree = new int[instants];
    List<List<Integer>> next = new ArrayList<>();
    for (int i = 0; i < instants; i++) {
      next.add(new ArrayList<>());
    }
    for (Edge edge : edges) {
      if (orders(edge)) {
        next.get(edge.from()).add(edge.to());
        degree[edge.to()]++;
      }
    }
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < instants; i++) {
      if (degree[i] == 0) {
        sorted.add(i);
      }
    }
    for (int i = 0; i < sorted.size(); i++) {
      for (int target : next.get(sorted.get(i))) {
        if (--degree[target] == 0) {
          sorted.add(target);
        }
      }
    }
    if (sorted.size() < instants) {
      return false;
    }
    for (int instant : sorted.reversed()) {
      long[] mine = reach[instant];
      for (int target : next.get(instant)) {
        mine[target >> 6] |= 1L << target;
        long[] theirs = reach[target];
        for (int w = 0; w < mine.length; w++) {
          mine[w] |= theirs[w];
        }
      }
    }
    return true;
  }

  /** An anti-dependency that others lead back from, where these count one at a time. */
  Edge skew() {
    for (Edge edge : edges) {
      if (parallel && edge.type() == Graph.RW && comesBefore(edge.to(), edge.from())) {
        return edge;
      }
    }
    return null;
  }

  /** A shortest cycle through the first instant that is on one; empty if none is. */
  List<Edge> cycle() {
    Map<Integer, List<Edge>> next = next();
    for (int from = 0; from < instants; from++) {
      List<Edge> cycle = path(next, from, from);
      if (!cycle.isEmpty()) {
        return cycle;
      }
    }
    return List.of();
  }

  /** A shortest path of at least one edge; empty if there is none. */
  List<Edge> path(int from, int to) {
    return path(next(), from, to);
  }

  /** By instant: the edges from there. */
  private Map<Integer, List<Edge>> next() {
    return edges.stream().filter(this::orders).collect(Collectors.groupingBy(Edge::from));
  }

  private List<Edge> path(Map<Integer, List<Edge>> next, int from, int to) {
    Edge[] into = new Edge[instants];
    List<Integer> queue = new ArrayList<>(List.of(from));
    for (int i = 0; i < queue.size() && into[to] == null; i++) {
      for (Edge edge : next.getOrDefault(queue.get(i), List.of())) {
        if (into[edge.to()] == null) {
          into[edge.to()] = edge;
          queue.add(edge.to());
        }
      }
    }
    List<Edge> path = new ArrayList<>();
    for (Edge edge = into[to];
        edge != null;
        edge = edge.from() == from ? null : into[edge.from()]) {
      path.addFirst(edge);
    }
    return path;
  }
}
