package dev.ordeal.checkers.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether pairs of writers whose order nobody saw can be put into some order that a level allows.
 *
 * <p>Either of a pair comes first; where one of the two contradicts what is known, the other is
 * known as well, and where neither does, one is tried and taken back if it leads nowhere.
 */
final class Orientation {
  private static final int TRIES_MAX = 2_000;

  private final Graph graph;
  private final Predicate<Graph> allowed;
  private int tries;
  private int[] contradicted;

  /**
   * Makes a search.
   *
   * @param allowed whether a graph with some of the pairs in order contradicts nothing
   */
  Orientation(Graph graph, Predicate<Graph> allowed) {
    this.graph = graph;
    this.allowed = allowed;
  }

  /** Whether the search was given up. */
  boolean gaveUp() {
    return tries > TRIES_MAX;
  }

  /** A pair for which neither order is possible; null if there is none by itself. */
  int[] contradicted() {
    return contradicted;
  }

  /** Whether there is an order of all pairs. */
  boolean isPossible(List<int[]> pairs) {
    return search(new ArrayList<>(), pairs);
  }

  private boolean search(List<int[]> known, List<int[]> open) {
    List<int[]> left = open;
    boolean learned = true;
    while (learned) {
      learned = false;
      List<int[]> undecided = new ArrayList<>();
      for (int[] pair : left) {
        boolean forward = fits(known, pair[0], pair[1]);
        boolean backward = fits(known, pair[1], pair[0]);
        if (gaveUp()) {
          return false;
        }
        if (!forward && !backward) {
          contradicted = known.isEmpty() ? pair : contradicted;
          return false;
        }
        if (forward && backward) {
          undecided.add(pair);
        } else {
          known.add(forward ? pair : new int[] {pair[1], pair[0]});
          learned = true;
        }
      }
      left = undecided;
    }
    if (left.isEmpty()) {
      return true;
    }
    int[] pair = left.getFirst();
    List<int[]> rest = left.subList(1, left.size());
    for (int[] order : List.of(pair, new int[] {pair[1], pair[0]})) {
      List<int[]> more = new ArrayList<>(known);
      more.add(order);
      if (search(more, rest)) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(List<int[]> known, int from, int to) {
    tries++;
    Graph.Builder builder = new Graph.Builder(graph.transactions, graph.edgeCount() + known.size());
    for (int node = graph.transactions; node < graph.nodes; node++) {
      builder.relay();
    }
    for (int node = 0; node < graph.nodes; node++) {
      for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
        builder.add(node, Graph.target(graph.edges[e]), Graph.type(graph.edges[e]));
      }
    }
    known.forEach(pair -> builder.add(pair[0], pair[1], Graph.WW));
    builder.add(from, to, Graph.WW);
    return allowed.test(builder.build());
  }
}
