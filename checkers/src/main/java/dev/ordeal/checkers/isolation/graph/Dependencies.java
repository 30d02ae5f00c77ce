package dev.ordeal.checkers.isolation.graph;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** What is known of who depends on whom, and why. */
public interface Dependencies {
  /**
   * The dependencies between committed transactions.
   *
   * @param passes how long that may take
   * @throws dev.ordeal.checkers.BudgetExceededException if it takes longer
   */
  Graph graph(Budget passes);

  boolean isCommitted(int transaction);

  /**
   * Which forms of read-uncommitted are violated, where the graph does not tell: some of its
   * transactions may have been aborted for all that these levels ask. Empty if the graph tells.
   */
  default Optional<Set<ConsistencyModel>> dirtyWrites(Budget passes) {
    return Optional.empty();
  }

  /** Groups of transactions that wrote the same object in an order that nobody saw. */
  List<int[]> unordered();

  /** Why an edge is there, for people. */
  String explain(int from, int to, int type);

  /** Takes whom a transaction has seen, and the position of the micro-operation that shows it. */
  interface Observed {
    /** Whether those that came before it in the same list are of interest, too. */
    boolean seen(int writer, int position);
  }

  /**
   * Tells who wrote what a transaction overwrote, the last ones of each object first, as far as the
   * order of writes is known. Nobody where writes commute.
   *
   * @param goesOn whether those before a writer are of interest, too
   */
  default void visitOverwritten(int transaction, IntPredicate goesOn) {}

  /**
   * From each transaction to those whose writes it read. Relays stand for versions: each leads to
   * who made it, and to those with lower numbers.
   */
  Graph observed();

  /** Tells whose writes a transaction read, and where. */
  void visitObserved(int transaction, Observed observed);

  /**
   * The position of the last read of one transaction that shows that it lacked a write of another;
   * -1 if there is none.
   */
  int missed(int transaction, int writer);
}
