package dev.ordeal.checkers.isolation.graph;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Columns;
import java.util.Arrays;

/**
 * Strongly connected components of a graph under a rule, and what each walk can come to in time.
 *
 * <p>Tarjan's algorithm (1972) in Pearce's form (2016), without recursion. On the way, for each
 * node, the earliest end of all that walks from it come to: if that is before the node's own start,
 * the two have to happen in the opposite order of real time. So real time needs no edges. Linear in
 * time and memory.
 */
public final class Components {
  /** When transactions were called, and when they were over. */
  public interface Times {
    /** The instant of the call. */
    int start(int node);

    /** The instant at which it is known to be over. */
    int end(int node);
  }

  private final Graph graph;

  /** How many bits of a node with its state are the state's: none or one. */
  private final int stateBits;

  private final int states;
  private final int[] table;

  /** By node and state: first the order of the visit, in the end the component's number. */
  private final int[] component;

  /** By node and state: the earliest end of all that can be come to, its own among them. */
  private final int[] earliest;

  private final Times times;
  private final Budget passes;
  private boolean cyclic;

  /**
   * Finds the components; linear in edges and states.
   *
   * @param sessions whether edges along sessions count
   * @param times null if real time does not matter
   * @param passes how long that may take
   * @throws dev.ordeal.checkers.BudgetExceededException if it takes longer
   */
  public Components(Graph graph, Rule rule, boolean sessions, Times times, Budget passes) {
    this.passes = passes;
    this.graph = graph;
    this.states = rule.states();
    this.stateBits = states - 1;
    this.table = rule.table(sessions);
    this.times = times;
    int n = Math.multiplyExact(graph.nodes, states);
    component = new int[n];
    earliest = times == null ? null : new int[n];
    run(n);
  }

  private void run(int n) {
    int types = Graph.RELAY + 1;
    int[] path = new int[64];
    int[] at = new int[64];
    int[] pending = new int[64];
    int pendings = 0;
    // As in Pearce's paper: visits are numbered from 1 up, components from n - 1 down.
    int visit = 1;
    int number = n - 1;
    int steps = 0;
    boolean[] root = new boolean[n];
    for (int begin = 0; begin < n; begin++) {
      if (component[begin] != 0) {
        continue;
      }
      int depth = 0;
      path[0] = begin;
      at[0] = graph.first[begin >>> stateBits];
      component[begin] = visit++;
      root[begin] = true;
      begin(begin);
      while (depth >= 0) {
        passes.look(steps++);
        int v = path[depth];
        int node = v >>> stateBits;
        int state = v & stateBits;
        boolean descended = false;
        int stop = graph.first[node + 1];
        for (int e = at[depth]; e < stop; e++) {
          int edge = graph.edges[e];
          int to = table[state * types + Graph.type(edge)];
          if (to < 0) {
            continue;
          }
          int w = (Graph.target(edge) << stateBits) + to;
          if (component[w] == 0) {
            at[depth] = e;
            if (++depth == path.length) {
              path = Arrays.copyOf(path, depth * 2);
              at = Arrays.copyOf(at, depth * 2);
            }
            path[depth] = w;
            at[depth] = graph.first[w >>> stateBits];
            component[w] = visit++;
            root[w] = true;
            begin(w);
            descended = true;
            break;
          }
          if (component[w] > number) {
            reach(v, w);
          } else if (component[w] < component[v]) {
            component[v] = component[w];
            root[v] = false;
          }
        }
        if (descended) {
          continue;
        }
        if (root[v]) {
          int bottom = pendings;
          visit--;
          while (bottom > 0 && component[pending[bottom - 1]] >= component[v]) {
            bottom--;
            visit--;
          }
          cyclic |= bottom < pendings;
          close(v, pending, bottom, pendings, number);
          pendings = bottom;
          number--;
        } else {
          if (pendings == pending.length) {
            pending = Arrays.copyOf(pending, pendings * 2);
          }
          pending[pendings++] = v;
        }
        depth--;
      }
    }
  }

  private void begin(int v) {
    if (earliest != null) {
      int node = v >>> stateBits;
      earliest[v] = graph.isRelay(node) ? Columns.NEVER : times.end(node);
    }
  }

  /** An edge leads to a component that is complete. */
  private void reach(int v, int w) {
    if (earliest != null) {
      earliest[v] = Math.min(earliest[v], earliest[w]);
    }
  }

  private void close(int root, int[] pending, int bottom, int top, int number) {
    if (bottom < top && earliest != null) {
      // All of a component come to all of it.
      int least = earliest[root];
      for (int i = bottom; i < top; i++) {
        least = Math.min(least, earliest[pending[i]]);
      }
      earliest[root] = least;
      for (int i = bottom; i < top; i++) {
        earliest[pending[i]] = least;
      }
    }
    component[root] = number;
    for (int i = bottom; i < top; i++) {
      component[pending[i]] = number;
    }
  }

  /** Whether some walk comes back to where it began. */
  public boolean isCyclic() {
    return cyclic;
  }

  /** Whether some walk comes to what was over before its beginning was called. */
  public boolean contradictsTime() {
    for (int node = 0; node < graph.transactions; node++) {
      if (isLate(node)) {
        return true;
      }
    }
    return false;
  }

  /** Whether some walk from a transaction comes to what was over before it was called. */
  public boolean isLate(int node) {
    return earliest[node << stateBits] < times.start(node);
  }

  /** All numbers of components are below this. */
  public int numbers() {
    return component.length;
  }

  /** The number of a node's component; a walk goes from lower to higher numbers. */
  public int of(int node) {
    return component[node << stateBits];
  }

  /** The number of the component of a node in a state of the rule. */
  public int of(int node, int state) {
    return component[(node << stateBits) + state];
  }
}
