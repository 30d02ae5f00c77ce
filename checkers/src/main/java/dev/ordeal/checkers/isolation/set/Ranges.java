package dev.ordeal.checkers.isolation.set;

import dev.ordeal.checkers.isolation.graph.Graph;

/**
 * Edges to all transactions of a range of places, with few of them: a segment tree whose inner
 * nodes are relays, so that a range of m places takes at most 2 log m edges.
 */
final class Ranges {
  private final Graph.Builder graph;
  private final int[] members;

  /** By inner node of the tree, from 1; node i leads to nodes 2i and 2i + 1. */
  private final int[] relays;

  Ranges(Graph.Builder graph, int[] members) {
    this.graph = graph;
    this.members = members;
    relays = new int[members.length];
    for (int i = 1; i < relays.length; i++) {
      relays[i] = graph.relay();
    }
    for (int i = 1; i < relays.length; i++) {
      graph.add(relays[i], node(2 * i), Graph.RELAY);
      graph.add(relays[i], node(2 * i + 1), Graph.RELAY);
    }
  }

  private int node(int i) {
    return i < members.length ? relays[i] : members[i - members.length];
  }

  /** Adds edges from a transaction to those in places {@code low} up to, without, {@code high}. */
  void add(int from, int low, int high, int type) {
    int left = low + members.length;
    int right = high + members.length;
    while (left < right) {
      if ((left & 1) == 1) {
        graph.add(from, node(left++), type);
      }
      if ((right & 1) == 1) {
        graph.add(from, node(--right), type);
      }
      left >>= 1;
      right >>= 1;
    }
  }
}
