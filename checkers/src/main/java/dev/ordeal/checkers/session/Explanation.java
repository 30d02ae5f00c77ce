package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.session.SessionView.Knowledge;
import dev.ordeal.checkers.solver.ForcedOrder;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for orders of writes that explain what sessions read.
 *
 * <p>For registers these are the bad patterns of Bouajjani, Enea, Guerraoui and Hamza (POPL 2017)
 * for causal consistency, causal convergence and causal memory, which for unique values are
 * complete; PRAM is causal memory where only the reads of the explained session carry order. A
 * list's read shows all writes before it and their order, a set's all writes before it: then a
 * write that came before and is not shown is a contradiction.
 */
final class Explanation {
  /** Whose reads carry the order of what they show, whose must be explained, and how. */
  enum Kind {
    /** Each read by an order of its own. */
    WEAK,
    /** All reads by one order of conflicting writes. */
    CONVERGENT,
    /** All reads of one session by one order, which others need not share. */
    MEMORY,
    /** The same, and what other sessions read does not count. */
    PIPELINED
  }

  private final Trace trace;
  private final Budget budget;

  Explanation(Trace trace, Budget budget) {
    this.trace = trace;
    this.budget = budget;
  }

  /**
   * Why there are no such orders: steps that would have to come before themselves; empty if there
   * are.
   */
  List<Edge> contradiction(Kind kind) {
    if (kind == Kind.PIPELINED) {
      return ofSessions(Knowledge.OWN_READS, false);
    }
    if (kind == Kind.MEMORY) {
      boolean listsFit = trace.shape == Shape.LIST && listsFit(allOrders());
      return ofSessions(Knowledge.ALL_READS, listsFit);
    }
    if (trace.shape == Shape.REGISTER) {
      ConvergentRegisters registers = new ConvergentRegisters(trace, budget);
      return kind == Kind.WEAK ? registers.contradictionOfOne() : registers.contradictionOfAll();
    }
    List<Edge> unseen = ofSessions(Knowledge.ONLY_READS, false);
    if (!unseen.isEmpty() || trace.shape == Shape.SET) {
      return unseen;
    }
    if (kind == Kind.CONVERGENT) {
      return contradiction(allOrders());
    }
    // What fits together fits each by itself, and is told sooner.
    return listsFit(allOrders()) ? List.of() : ofEachList();
  }

  /** The contradiction of the first session that has one, sessions side by side. */
  private List<Edge> ofSessions(Knowledge knowledge, boolean listsFit) {
    NewlyVisibleWrites news = new NewlyVisibleWrites(trace);
    // What other sessions read must count, or nothing has come before several.
    Checkpoints checkpoints = new Checkpoints(trace, news, knowledge != Knowledge.OWN_READS);
    int[] sessions = checkpoints.sessions();
    AtomicInteger next = new AtomicInteger();
    ConcurrentSkipListMap<Integer, List<Edge>> found = new ConcurrentSkipListMap<>();
    Runnable work =
        () -> {
          SessionView view = new SessionView(trace, news, checkpoints, knowledge, listsFit, budget);
          for (int i = next.getAndIncrement();
              i < sessions.length && found.isEmpty();
              i = next.getAndIncrement()) {
            List<Edge> cycle = view.contradiction(sessions[i]);
            if (!cycle.isEmpty()) {
              found.put(i, cycle);
            }
          }
        };
    try {
      ParallelRanges.everywhere(trace.size(), work);
    } catch (BudgetExceededException spent) {
      if (found.isEmpty()) {
        throw spent;
      }
    }
    return found.isEmpty() ? List.of() : found.firstEntry().getValue();
  }

  /** The orders that all lists show. */
  ForcedOrder allOrders() {
    ListOrders orders = new ListOrders(trace);
    ForcedOrder forced = new ForcedOrder(trace.size());
    for (int session = 0; session < trace.sessions(); session++) {
      orders.demand(session, forced);
    }
    return forced;
  }

  /** Whether orders of writes fit what came before what. */
  boolean listsFit(ForcedOrder forced) {
    return waiting(forced).length == 0;
  }

  /** Why orders of writes do not fit what came before what; empty if they do. */
  private List<Edge> contradiction(ForcedOrder forced) {
    return new ShortestPaths(trace, forced, Trace.NOBODY).cycle(waiting(forced));
  }

  /** Steps that wait for each other where orders of writes are forced; none if none do. */
  private int[] waiting(ForcedOrder forced) {
    VisibilityOrder walk = new VisibilityOrder(trace, new NewlyVisibleWrites(trace), forced);
    walk.restart(Trace.NOBODY);
    for (int session = 0; session < trace.sessions(); session++) {
      budget.check();
      if (!walk.isPossible(trace.end(session) - 1, step -> true)) {
        break;
      }
    }
    return walk.cycle();
  }

  /** The same of each list by itself. */
  private List<Edge> ofEachList() {
    ForcedOrder forced = new ForcedOrder(trace.size());
    VisibilityOrder walk = new VisibilityOrder(trace, new NewlyVisibleWrites(trace), forced);
    ListOrders orders = new ListOrders(trace);
    for (int i = 0; i < trace.size(); i++) {
      int read = trace.inOrder(i);
      if (trace.isWrite(read) || !orders.isNews(read)) {
        continue;
      }
      budget.check();
      forced.clear();
      new ListOrders(trace).demandOf(read, forced);
      walk.restart(Trace.NOBODY);
      if (!walk.isPossible(read, step -> true)) {
        return new ShortestPaths(trace, forced, Trace.NOBODY).cycle(walk.cycle());
      }
    }
    return List.of();
  }
}
