package dev.ordeal.checkers.isolation.graph;

import dev.ordeal.checkers.ParallelRanges;
import java.util.stream.IntStream;

/**
 * Edges that stay, by the nodes from which they lead; nothing else is kept while they are made.
 *
 * @param first where the edges out of each node begin in {@code targets}; one more at the end
 */
public record OutEdges(int[] first, int[] targets) {
  /** Each slice needs a number for each node. */
  private static final int SLICES_MAX = 4;

  /** Takes an edge. */
  public interface Sink {
    void add(int from, int to);
  }

  /** Tells the edges of a range of numbers, each time the same. */
  public interface Teller {
    void tell(int from, int to, Sink sink);
  }

  /**
   * Has all edges told twice, by all processors: to count them, and to take them.
   *
   * <p>A list of them that grows would take several times the memory. From each node they are in
   * the order of the numbers, however many processors there are.
   *
   * @param numbers below this are the numbers that are asked for
   */
  public static OutEdges told(int nodes, int numbers, Teller teller) {
    int slices = Math.min(SLICES_MAX, ParallelRanges.count(numbers));
    int[][] at = new int[slices][];
    each(
        slices,
        numbers,
        (slice, from, to) -> {
          int[] counts = new int[nodes + 1];
          at[slice] = counts;
          teller.tell(from, to, (source, target) -> counts[source]++);
        });
    int edges = 0;
    for (int node = 0; node < nodes; node++) {
      for (int[] counts : at) {
        int count = counts[node];
        counts[node] = edges;
        edges = Math.addExact(edges, count);
      }
    }
    int[] targets = new int[edges];
    each(
        slices,
        numbers,
        (slice, from, to) -> {
          int[] next = at[slice];
          teller.tell(from, to, (source, target) -> targets[next[source]++] = target);
        });
    // What the last slice took ends where the next node's edges begin.
    int[] first = at[slices - 1];
    System.arraycopy(first, 0, first, 1, nodes);
    first[0] = 0;
    return new OutEdges(first, targets);
  }

  private interface Work {
    void on(int slice, int from, int to);
  }

  private static void each(int slices, long numbers, Work work) {
    IntStream.range(0, slices)
        .parallel()
        .forEach(
            slice ->
                work.on(
                    slice,
                    (int) (numbers * slice / slices),
                    (int) (numbers * (slice + 1) / slices)));
  }
}
