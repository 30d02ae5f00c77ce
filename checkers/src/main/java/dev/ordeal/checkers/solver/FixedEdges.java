package dev.ordeal.checkers.solver;

import java.util.Arrays;

/**
 * Edges that stay, from both of their ends.
 *
 * @param first where the edges out of each node begin in {@code targets}; one more at the end
 * @param firstIn where the edges into each node begin in {@code sources}; one more at the end
 */
public record FixedEdges(int[] first, int[] targets, int[] firstIn, int[] sources) {
  /** Turns edges round; keeps both arrays, which must not change. Cost is linear. */
  public static FixedEdges of(int[] first, int[] targets) {
    int nodes = first.length - 1;
    int[] firstIn = new int[nodes + 1];
    for (int e = 0; e < first[nodes]; e++) {
      firstIn[targets[e] + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      firstIn[node + 1] += firstIn[node];
    }
    int[] sources = new int[first[nodes]];
    int[] at = Arrays.copyOf(firstIn, nodes);
    for (int node = 0; node < nodes; node++) {
      for (int e = first[node]; e < first[node + 1]; e++) {
        sources[at[targets[e]]++] = node;
      }
    }
    return new FixedEdges(first, targets, firstIn, sources);
  }
}
