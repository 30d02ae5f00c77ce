package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.solver.DynamicTopologicalOrder;
import dev.ordeal.checkers.solver.Ints;

/**
 * Looks for transactions that depend on somebody whose write they missed: cycles with a single
 * anti-dependency (G-single).
 *
 * <p>Dependencies only lead forward in an order that fits them, so they are looked for from the
 * reader back to those whom it missed, and nothing is looked for where they all come after it.
 */
final class ReadSkew {
  /** How many readers are looked at between two looks at the clock. */
  private static final int READERS_PER_LOOK = 64;

  private final CyclicComponent part;
  private final Graph graph;
  private final DynamicTopologicalOrder order;
  private final AntiDependencies missed;

  /** Who is looked at next: there the last search ended. */
  private int at;

  private boolean gaveUp;

  /**
   * Makes a search.
   *
   * @param order of the graph's nodes, with its dependencies but for anti-dependencies
   */
  ReadSkew(CyclicComponent part, DynamicTopologicalOrder order) {
    this.part = part;
    this.graph = part.graph;
    this.order = order;
    missed = new AntiDependencies(graph);
  }

  /** Whether the budget ended the last search. */
  boolean gaveUp() {
    return gaveUp;
  }

  /**
   * Whether somebody depends on who wrote what it missed. The way between the two is the order's
   * last one.
   */
  boolean exists(Budget budget) {
    for (int looked = 0; looked < graph.transactions; looked++) {
      if (order.leading(missed.by(at), at) >= 0) {
        return true;
      }
      at = at + 1 == graph.transactions ? 0 : at + 1;
      if (looked % READERS_PER_LOOK == 0 && budget.isOutOfTime()) {
        gaveUp = true;
        return false;
      }
    }
    return false;
  }

  /** The cycle that was found, if all of it is known. */
  Cycle cycle() {
    int[] way = order.cycleNodes();
    Ints members = new Ints();
    Ints types = new Ints();
    members.add(part.members[way[0]]);
    types.add(Graph.RW);
    for (int i = way.length - 1; i > 0; i--) {
      if (!graph.isRelay(way[i])) {
        members.add(part.members[way[i]]);
        types.add(type(way[i], way[i - 1]));
      }
    }
    return new Cycle(members.toArray(), types.toArray());
  }

  /** The type of an edge that is no anti-dependency. */
  private int type(int from, int to) {
    for (int e = graph.first[from]; e < graph.first[from + 1]; e++) {
      int type = Graph.type(graph.edges[e]);
      if (Graph.target(graph.edges[e]) == to && type != Graph.RW && type != Graph.PO) {
        return type;
      }
    }
    throw new IllegalStateException("no edge leads from " + from + " to " + to);
  }
}
