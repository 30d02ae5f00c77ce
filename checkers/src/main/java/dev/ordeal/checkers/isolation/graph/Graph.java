package dev.ordeal.checkers.isolation.graph;

import dev.ordeal.checkers.ParallelRanges;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What depends on what: a directed graph with typed edges, in two arrays.
 *
 * <p>Nodes below {@link #transactions} are transactions. Others are <em>relays</em>: they stand for
 * many edges from everybody before them to everybody behind them, and a path through a relay is of
 * the type of the edge that led into it.
 */
public final class Graph {
  /** Wrote the version before. */
  public static final int WW = 0;

  /** Wrote the version that was read. */
  public static final int WR = 1;

  /** Read the version before. */
  public static final int RW = 2;

  /** The same process' next transaction. */
  public static final int PO = 3;

  /** Out of a relay. */
  public static final int RELAY = 4;

  private static final int TYPE_BITS = 3;

  /** Each slice of a source needs a number for each node. */
  private static final int SLICES_MAX = 4;

  /** How many transactions there are. */
  public final int transactions;

  /** How many transactions and relays there are. */
  public final int nodes;

  /** By node, and once more behind the last: the place of its first edge. Not to change. */
  public final int[] first;

  /** The edges of each node in turn: {@link #target} and {@link #type}. Not to change. */
  public final int[] edges;

  private Graph(int transactions, int nodes, int[] first, int[] edges) {
    this.transactions = transactions;
    this.nodes = nodes;
    this.first = first;
    this.edges = edges;
  }

  /** The node to which an element of {@link #edges} leads. */
  public static int target(int edge) {
    return edge >>> TYPE_BITS;
  }

  /** The type of an element of {@link #edges}. */
  public static int type(int edge) {
    return edge & ((1 << TYPE_BITS) - 1);
  }

  /** How many edges there are. */
  public int edgeCount() {
    return edges.length;
  }

  /** Whether a node stands for edges and is no transaction. */
  public boolean isRelay(int node) {
    return node >= transactions;
  }

  /** An edge, or several along a session. */
  public record Step(int from, int to, int type) {}

  /** Takes edges. */
  public interface Sink {
    /** Takes an edge; one from a node to itself says nothing and is left out. */
    void add(int from, int to, int type);
  }

  /**
   * Many edges, numbered from 0, that are cheaper to tell twice than to keep.
   *
   * @param size how many numbers there are; some may be of no edge, or of several
   * @param teller tells the edges of some numbers, in order
   */
  public record Source(int size, Teller teller) {}

  /** Tells edges as often as it is asked to; safe for use by several threads. */
  public interface Teller {
    /** Tells the edges of the numbers of a range, its end excluded. */
    void tell(int from, int to, Sink sink);
  }

  /** Edges as they are found, in no order. */
  public static final class Builder implements Sink {
    private final int transactions;
    private int nodes;
    private int[] froms;
    private int[] tos;
    private int size;

    /**
     * No edges yet.
     *
     * @param expected about how many edges there will be
     */
    public Builder(int transactions, int expected) {
      this.transactions = transactions;
      this.nodes = transactions;
      this.froms = new int[Math.max(16, expected)];
      this.tos = new int[froms.length];
    }

    /** How many edges were added. */
    public int size() {
      return size;
    }

    /** The number of the next relay. */
    public int nextRelay() {
      return nodes;
    }

    /** A new relay. */
    public int relay() {
      return nodes++;
    }

    @Override
    public void add(int from, int to, int type) {
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

    /** The graph of the edges that were added; the builder is used up. */
    public Graph build() {
      return build(new Source(0, (from, to, sink) -> {}));
    }

    /** The graph, from each node first the edges of a source; the builder is used up. */
    public Graph build(Source source) {
      int slices = Math.min(SLICES_MAX, ParallelRanges.count(source.size()));
      int[][] counts = new int[slices][];
      int[] first = new int[nodes + 1];
      IntStream.range(0, slices)
          .parallel()
          .forEach(
              slice -> {
                int[] count = new int[nodes];
                counts[slice] = count;
                tell(source, slice, slices, (from, to, type) -> count[from] += from == to ? 0 : 1);
              });
      for (int i = 0; i < size; i++) {
        first[froms[i]]++;
      }
      int edge = 0;
      for (int node = 0; node < nodes; node++) {
        int added = first[node];
        first[node] = edge;
        for (int[] count : counts) {
          int told = count[node];
          count[node] = edge;
          edge += told;
        }
        edge += added;
      }
      first[nodes] = edge;
      int[] edges = new int[edge];
      IntStream.range(0, slices)
          .parallel()
          .forEach(
              slice -> {
                int[] at = counts[slice];
                tell(
                    source,
                    slice,
                    slices,
                    (from, to, type) -> {
                      if (from != to) {
                        edges[at[from]++] = (to << TYPE_BITS) | type;
                      }
                    });
              });
      // Behind what the last slice told.
      int[] at = counts[slices - 1];
      for (int i = 0; i < size; i++) {
        edges[at[froms[i]]++] = tos[i];
      }
      froms = null;
      tos = null;
      return new Graph(transactions, nodes, first, edges);
    }

    private static void tell(Source source, int slice, int slices, Sink sink) {
      long n = source.size();
      source.teller().tell((int) (n * slice / slices), (int) (n * (slice + 1) / slices), sink);
    }
  }
}
