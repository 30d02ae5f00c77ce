package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.solver.Ints;

/** Whose writes transactions missed: where anti-dependencies lead, also by way of relays. */
final class AntiDependencies {
  private final Graph graph;

  /** By relay: the look in which it was last come to. */
  private final int[] seen;

  private int look;

  AntiDependencies(Graph graph) {
    this.graph = graph;
    seen = new int[graph.nodes];
  }

  /** Who wrote what a transaction missed and is known to have come next; some perhaps twice. */
  int[] by(int reader) {
    look++;
    Ints missed = new Ints();
    Ints relays = new Ints();
    for (int e = graph.first[reader]; e < graph.first[reader + 1]; e++) {
      if (Graph.type(graph.edges[e]) == Graph.RW) {
        follow(Graph.target(graph.edges[e]), missed, relays);
      }
    }
    while (!relays.isEmpty()) {
      int relay = relays.removeLast();
      for (int e = graph.first[relay]; e < graph.first[relay + 1]; e++) {
        follow(Graph.target(graph.edges[e]), missed, relays);
      }
    }
    return missed.toArray();
  }

  private void follow(int target, Ints missed, Ints relays) {
    if (!graph.isRelay(target)) {
      missed.add(target);
    } else if (seen[target] != look) {
      seen[target] = look;
      relays.add(target);
    }
  }
}
