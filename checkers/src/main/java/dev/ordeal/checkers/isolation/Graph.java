package dev.ordeal.checkers.isolation;

import java.util.Arrays;

/**
 * What depends on what: a directed graph with typed edges, in two arrays.
 *
 * <p>Nodes below {@link #transactions} are transactions. Others are <em>relays</em>: they stand for
 * many edges from everybody before them to everybody behind them, and a path through a relay is of
 * the type of the edge that led into it.
 */
final class Graph {
  /** Wrote the version before. */
  static final int WW = 0;

  /** Wrote the version that was read. */
  static final int WR = 1;

  /** Read the version before. */
  static final int RW = 2;

  /** The same process' next transaction. */
  static final int PO = 3;

  /** Out of a relay. */
  static final int RELAY = 4;

  private static final int TYPE_BITS = 3;

  final int transactions;
  final int nodes;
  final int[] first;
  final int[] edges;

  private Graph(int transactions, int nodes, int[] first, int[] edges) {
    this.transactions = transactions;
    this.nodes = nodes;
    this.first = first;
    this.edges = edges;
  }

  static int target(int edge) {
    return edge >>> TYPE_BITS;
  }

  static int type(int edge) {
    return edge & ((1 << TYPE_BITS) - 1);
  }

  int edgeCount() {
    return edges.length;
  }

  boolean isRelay(int node) {
    return node >= transactions;
  }

  /** Edges as they are found, in no order. */
  static final class Builder {
    private final int transactions;
    private int nodes;
    private int[] froms;
    private int[] tos;
    private int size;

    Builder(int transactions, int expected) {
      this.transactions = transactions;
      this.nodes = transactions;
      this.froms = new int[Math.max(16, expected)];
      this.tos = new int[froms.length];
    }

    /** How many edges were added. */
    int size() {
      return size;
    }

    /** A new relay. */
    int relay() {
      return nodes++;
    }

    /** Adds an edge; one from a node to itself says nothing and is left out. */
    void add(int from, int to, int type) {
      if (from == to) {
        return;
      }
      if (size == froms.length) {
        int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L);
        froms = Arrays.copyOf(froms, capacity);
        tos = Arrays.copyOf(tos, capacity);
      }
      froms[size] = from;
      tos[size++] = (to << TYPE_BITS) | type;
    }

    /** The graph; the builder is used up. */
    Graph build() {
      int[] first = new int[nodes + 1];
      for (int i = 0; i < size; i++) {
        first[froms[i] + 1]++;
      }
      for (int node = 0; node < nodes; node++) {
        first[node + 1] += first[node];
      }
      int[] at = Arrays.copyOf(first, nodes);
      int[] edges = new int[size];
      for (int i = 0; i < size; i++) {
        edges[at[froms[i]]++] = tos[i];
      }
      froms = null;
      tos = null;
      return new Graph(transactions, nodes, first, edges);
    }
  }
}
