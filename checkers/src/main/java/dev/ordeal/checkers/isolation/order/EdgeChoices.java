package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.solver.CdclSolver;
import dev.ordeal.checkers.solver.DynamicTopologicalOrder;
import dev.ordeal.checkers.solver.Theory;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/**
 * Choices of which of two transactions came first, each of which is one edge of an order: from the
 * end of the first to the beginning of the second.
 */
public final class EdgeChoices implements Theory {
  /** What the choices have to fulfil. */
  public final CdclSolver clauses;

  /** Which choice is about which two transactions. */
  public final Pairs pairs;

  private final DynamicTopologicalOrder order;
  private final IntUnaryOperator begin;
  private final IntUnaryOperator end;
  private final Runnable refused;

  /** By choice: the edge that stands for the side that was taken. */
  private int[] edges = new int[16];

  /**
   * Makes no choice yet.
   *
   * @param begin a transaction's first node in the order
   * @param end its last one
   * @param isOver see {@link CdclSolver#CdclSolver}
   * @param refused called when the order has refused an edge and can tell the cycle
   */
  public EdgeChoices(
      DynamicTopologicalOrder order,
      IntUnaryOperator begin,
      IntUnaryOperator end,
      BooleanSupplier isOver,
      Runnable refused) {
    this.order = order;
    this.begin = begin;
    this.end = end;
    this.refused = refused;
    clauses = new CdclSolver(this, isOver);
    pairs = new Pairs(clauses);
  }

  @Override
  public int[] take(int literal) {
    if (literal >> 1 >= edges.length) {
      edges = Arrays.copyOf(edges, 2 * (literal >> 1));
    }
    int from = end.applyAsInt(pairs.before(literal));
    int edge = order.add(from, begin.applyAsInt(pairs.behind(literal)), literal);
    edges[literal >> 1] = edge;
    if (edge != DynamicTopologicalOrder.CYCLE) {
      return NONE;
    }
    refused.run();
    return order.cycleLabels();
  }

  @Override
  public void release(int literal) {
    if (edges[literal >> 1] != DynamicTopologicalOrder.CYCLE) {
      order.remove(edges[literal >> 1]);
      edges[literal >> 1] = DynamicTopologicalOrder.CYCLE;
    }
  }
}
