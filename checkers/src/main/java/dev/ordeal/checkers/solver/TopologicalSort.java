package dev.ordeal.checkers.solver;

import java.util.Arrays;

/** Sorts nodes so that edges only lead forward, as far as they can be (Kahn, 1962). Linear. */
public final class TopologicalSort {
  private TopologicalSort() {}

  /**
   * The nodes that are on no cycle and behind none, in an order that fits all edges: all of them if
   * there is no cycle.
   *
   * @param first where the edges of each node begin in {@code targets}; one more at the end
   */
  public static int[] nodes(int[] first, int[] targets) {
    int count = first.length - 1;
    int[] degrees = new int[count];
    for (int target : targets) {
      degrees[target]++;
    }
    int[] sorted = new int[count];
    int found = 0;
    for (int node = 0; node < count; node++) {
      if (degrees[node] == 0) {
        sorted[found++] = node;
      }
    }
    for (int i = 0; i < found; i++) {
      for (int e = first[sorted[i]]; e < first[sorted[i] + 1]; e++) {
        if (--degrees[targets[e]] == 0) {
          sorted[found++] = targets[e];
        }
      }
    }
    return Arrays.copyOf(sorted, found);
  }
}
