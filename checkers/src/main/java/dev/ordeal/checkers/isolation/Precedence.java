package dev.ordeal.checkers.isolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntUnaryOperator;

/**
 * What is known of some instants: which comes before which, and why.
 *
 * <p>Keeps all pairs once {@link #close} was called, in memory that is quadratic in the number of
 * instants; those that {@link #learn} adds are taken note of at once.
 */
final class Precedence {
  /** An edge: which instant before which, and why. */
  record Edge(int from, int to, int type, int key, int by, int second) {
    Edge(int from, int to, int type, int key, int by) {
      this(from, to, type, key, by, -1);
    }
  }

  private final int instants;

  /** Whether anti-dependencies count only one at a time, and so order nothing by themselves. */
  private final boolean parallel;

  private final IntUnaryOperator urgency;
  private final List<Edge> edges = new ArrayList<>();
  private long[][] reach;
  private int[] order;

  /** Whether what was learned contradicted what was known. */
  private boolean isContradicted;

  /**
   * Knows nothing of some instants yet.
   *
   * @param urgency by instant: among those that may come next, the least one does
   */
  Precedence(int instants, boolean parallel, IntUnaryOperator urgency) {
    this.instants = instants;
    this.parallel = parallel;
    this.urgency = urgency;
  }

  void add(Edge edge) {
    edges.add(edge);
  }

  void addAll(List<Edge> more) {
    edges.addAll(more);
  }

  int size() {
    return edges.size();
  }

  /** Forgets all edges from some place on. */
  void shrink(int size) {
    edges.subList(size, edges.size()).clear();
  }

  /** Whether an edge was added when there were some number of edges, or later. */
  boolean isSince(Edge edge, int size) {
    return edges.indexOf(edge) >= size;
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

  /**
   * Puts the instants in an order that fits all edges, the urgent ones first; false if none does.
   */
  boolean sort() {
    int[] degree = new int[instants];
    int[] first = new int[instants + 1];
    List<Edge> ordering = edges.stream().filter(this::orders).toList();
    for (Edge edge : ordering) {
      first[edge.from() + 1]++;
      degree[edge.to()]++;
    }
    for (int i = 0; i < instants; i++) {
      first[i + 1] += first[i];
    }
    int[] at = Arrays.copyOf(first, instants);
    int[] targets = new int[ordering.size()];
    for (Edge edge : ordering) {
      targets[at[edge.from()]++] = edge.to();
    }
    PriorityQueue<Integer> ready =
        new PriorityQueue<>(
            (a, b) -> Integer.compare(urgency.applyAsInt(a), urgency.applyAsInt(b)));
    for (int i = 0; i < instants; i++) {
      if (degree[i] == 0) {
        ready.add(i);
      }
    }
    int[] sorted = new int[instants];
    int count = 0;
    while (!ready.isEmpty()) {
      int instant = ready.remove();
      sorted[count++] = instant;
      for (int e = first[instant]; e < first[instant + 1]; e++) {
        if (--degree[targets[e]] == 0) {
          ready.add(targets[e]);
        }
      }
    }
    order = Arrays.copyOf(sorted, count);
    return count == instants;
  }

  /** By instant: its place in the order that was found last. */
  int[] places() {
    int[] places = new int[instants];
    for (int i = 0; i < order.length; i++) {
      places[order[i]] = i;
    }
    return places;
  }

  /** Whether what was learned contradicted what was known; asked once. */
  boolean wasContradicted() {
    boolean was = isContradicted;
    isContradicted = false;
    return was;
  }

  /** Takes note of what follows from all edges, which have an order. */
  void close() {
    int words = (instants + 63) >> 6;
    if (reach == null) {
      reach = new long[instants][words];
    }
    List<List<Integer>> next = new ArrayList<>();
    for (int i = 0; i < instants; i++) {
      next.add(null);
      Arrays.fill(reach[i], 0);
    }
    for (Edge edge : edges) {
      if (!orders(edge)) {
        continue;
      }
      if (next.get(edge.from()) == null) {
        next.set(edge.from(), new ArrayList<>());
      }
      next.get(edge.from()).add(edge.to());
    }
    for (int i = order.length - 1; i >= 0; i--) {
      long[] mine = reach[order[i]];
      List<Integer> targets = next.get(order[i]);
      for (int k = 0; targets != null && k < targets.size(); k++) {
        int target = targets.get(k);
        mine[target >> 6] |= 1L << target;
        long[] theirs = reach[target];
        for (int w = 0; w < words; w++) {
          mine[w] |= theirs[w];
        }
      }
    }
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

  boolean hasSkew() {
    if (!parallel) {
      return false;
    }
    close();
    return skew() != null;
  }

  /** A cycle among what could not be put in order; empty if all was. */
  List<Edge> anyCycle() {
    boolean[] sorted = sorted();
    int from = 0;
    while (from < instants && sorted[from]) {
      from++;
    }
    // Every instant that was not sorted is behind a cycle: going back leads into it.
    return from == instants ? List.of() : cycleBehind(from, sorted);
  }

  /** A cycle as short as one through its first instant can be; empty if all was put in order. */
  List<Edge> shortCycle() {
    boolean[] sorted = sorted();
    for (int from = 0; from < instants; from++) {
      List<Edge> cycle = sorted[from] ? List.of() : path(from, from);
      if (!cycle.isEmpty()) {
        return cycle;
      }
    }
    return List.of();
  }

  private boolean[] sorted() {
    boolean[] sorted = new boolean[instants];
    for (int instant : order) {
      sorted[instant] = true;
    }
    return sorted;
  }

  private List<Edge> cycleBehind(int from, boolean[] sorted) {
    Edge[] into = new Edge[instants];
    for (Edge edge : edges) {
      if (orders(edge) && !sorted[edge.from()] && !sorted[edge.to()]) {
        into[edge.to()] = edge;
      }
    }
    boolean[] seen = new boolean[instants];
    int at = from;
    while (!seen[at]) {
      seen[at] = true;
      at = into[at].from();
    }
    List<Edge> cycle = new ArrayList<>();
    int begin = at;
    do {
      cycle.add(into[at]);
      at = into[at].from();
    } while (at != begin);
    return cycle;
  }

  /** A shortest path of at least one edge; empty if there is none. */
  List<Edge> path(int from, int to) {
    Map<Integer, List<Edge>> next = new HashMap<>();
    for (Edge edge : edges.stream().filter(this::orders).toList()) {
      next.computeIfAbsent(edge.from(), f -> new ArrayList<>()).add(edge);
    }
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
