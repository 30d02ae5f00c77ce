package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.solver.DynamicTopologicalOrder;
import dev.ordeal.checkers.solver.Ints;
import java.util.List;

/**
 * Decides update atomicity where read atomicity is kept and versions are known: of two transactions
 * that write the same object the later one has seen the earlier one (Cerone, Bernardi and Gotsman,
 * CONCUR 2015), so who missed a write of the other is the earlier one.
 *
 * <p>It is kept if and only if that, who read from whom and who overwrote whom have no cycle: every
 * order that fits them then also orders writers whose order nobody saw. Those overwritten are
 * looked for back to the first whose write a transaction missed, and not at all where they all come
 * behind it.
 */
final class BlindOverwrites {
  /** How many pairs of writers whose order nobody saw are compared. */
  private static final long PAIRS_MAX = 10_000_000;

  private static final int LOOKS_PER_CLOCK = 256;

  private final Dependencies dependencies;
  private final Budget budget;
  private Cycle cycle;
  private long pairs;
  private int looks;
  private boolean gaveUp;

  BlindOverwrites(Dependencies dependencies, Budget budget) {
    this.dependencies = dependencies;
    this.budget = budget;
  }

  /** Why the level is broken; null if it is not. */
  Cycle cycle() {
    return cycle;
  }

  /** Whether it was left undecided. */
  boolean gaveUp() {
    return gaveUp && cycle == null;
  }

  /**
   * Judges a part of the history.
   *
   * @param unordered groups of writers of the same object whose order nobody saw, by the part's
   *     numbers
   */
  void judge(CyclicComponent part, List<int[]> unordered) {
    int[] fitting = part.dependencyOrder();
    if (cycle != null || gaveUp || fitting.length == 0) {
      return;
    }
    DynamicTopologicalOrder order = part.dependencies().liveOrder(fitting);
    AntiDependencies missed = new AntiDependencies(part.graph);
    for (int t = 0; t < part.members.length && cycle == null && !gaveUp; t++) {
      int least = order.position(t);
      for (int writer : missed.by(t)) {
        least = Math.min(least, order.position(writer));
      }
      if (least < order.position(t)) {
        lookAtOverwritten(part, order, t, least);
      }
    }
    for (int[] group : unordered) {
      for (int i = 0; i < group.length && cycle == null && !gaveUp; i++) {
        if (missed.by(group[i]).length > 0) {
          put(part, order, group, group[i]);
        }
      }
    }
  }

  private void lookAtOverwritten(
      CyclicComponent part, DynamicTopologicalOrder order, int t, int least) {
    gaveUp = ++looks % LOOKS_PER_CLOCK == 0 && budget.isOutOfTime();
    dependencies.visitOverwritten(
        part.members[t],
        writer -> {
          int before = part.local(writer);
          if (cycle != null || before < 0 || order.position(before) < least) {
            return false;
          }
          if (before != t
              && dependencies.missed(part.members[t], writer) >= 0
              && order.leading(new int[] {before}, t) >= 0) {
            cycle = cycle(part, order);
          }
          return true;
        });
  }

  /** Puts one of a group before those whose writes it missed. */
  private void put(CyclicComponent part, DynamicTopologicalOrder order, int[] group, int t) {
    pairs += group.length;
    gaveUp = pairs > PAIRS_MAX || budget.isOutOfTime();
    for (int other : group) {
      if (other != t
          && dependencies.missed(part.members[t], part.members[other]) >= 0
          && order.add(t, other, 0) == DynamicTopologicalOrder.CYCLE) {
        cycle = cycle(part, order);
        return;
      }
    }
  }

  /** The way that the order has told last, closed by who missed whose write. */
  private static Cycle cycle(CyclicComponent part, DynamicTopologicalOrder order) {
    int[] way = order.cycleNodes();
    Ints members = new Ints();
    Ints types = new Ints();
    members.add(part.members[way[0]]);
    types.add(Graph.RW);
    for (int i = way.length - 1; i > 0; i--) {
      if (!part.graph.isRelay(way[i])) {
        members.add(part.members[way[i]]);
        types.add(type(part.graph, way[i], way[i - 1]));
      }
    }
    return new Cycle(members.toArray(), types.toArray());
  }

  /** The type of an edge; where there is none, the one missed the other. */
  private static int type(Graph graph, int from, int to) {
    for (int e = graph.first[from]; e < graph.first[from + 1]; e++) {
      int type = Graph.type(graph.edges[e]);
      if (Graph.target(graph.edges[e]) == to && (type == Graph.WW || type == Graph.WR)) {
        return type;
      }
    }
    return Graph.RW;
  }
}
