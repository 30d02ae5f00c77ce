package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The axioms of Biswas and Enea: a history keeps a level iff some total order of commits, which
 * extends session order and who read from whom, has every transaction that is visible to a read and
 * writes the same object before the one that it reads from.
 *
 * <p>A read of a list or set reads from all whose elements it shows, so all writers that are
 * visible must be among them. Levels without sessions are the same with an empty session order.
 */
final class CommitOrders {
  private final Execution execution;
  private final Set<ConsistencyModel> kept;
  private List<List<Read>> reads = List.of();
  private int[] sources = {};

  /** What a read sees: committed read, read atomic, causal. */
  private enum Axiom {
    READ_COMMITTED,
    READ_ATOMIC,
    CAUSAL
  }

  private CommitOrders(Execution execution, Set<ConsistencyModel> kept) {
    this.execution = execution;
    this.kept = kept;
  }

  /** The levels of which an execution satisfies the axioms. */
  static Set<ConsistencyModel> levels(Execution execution) {
    Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);
    Sources.forEach(execution, new CommitOrders(execution, kept)::tryReads);
    return kept;
  }

  private void tryReads(List<List<Read>> choice) {
    reads = choice;
    int n = execution.size();
    sources = new int[n];
    for (int t = 0; t < n; t++) {
      for (Read read : choice.get(t)) {
        sources[t] |= read.seen();
      }
    }
    int[] none = new int[n];
    tryLevel(ConsistencyModel.MONOTONIC_ATOMIC_VIEW, Axiom.READ_COMMITTED, none);
    tryLevel(ConsistencyModel.READ_ATOMIC, Axiom.READ_ATOMIC, none);
    tryLevel(ConsistencyModel.CAUSAL_CERONE, Axiom.CAUSAL, none);
    int[] session = execution.sessionOrder();
    tryLevel(ConsistencyModel.SESSION_READ_COMMITTED, Axiom.READ_COMMITTED, session);
    tryLevel(ConsistencyModel.SESSION_READ_ATOMIC, Axiom.READ_ATOMIC, session);
    tryLevel(ConsistencyModel.SESSION_CAUSAL, Axiom.CAUSAL, session);
  }

  private void tryLevel(ConsistencyModel level, Axiom axiom, int[] session) {
    if (kept.contains(level)) {
      return;
    }
    // Bit masks of whom each transaction is behind, so a closure of this leads backwards.
    int[] base = Orders.union(session, sources);
    if (!Orders.isAcyclic(Orders.closure(base))) {
      return;
    }
    Orders.forEach(
        (1 << execution.size()) - 1,
        base,
        order -> {
          if (!kept.contains(level) && execution.isTraceable(order) && fits(order, axiom, base)) {
            kept.add(level);
          }
        });
  }

  private boolean fits(int[] order, Axiom axiom, int[] base) {
    int[] past = Orders.closure(base);
    for (int t = 0; t < order.length; t++) {
      int seenEarlier = 0;
      for (Read read : reads.get(t)) {
        int visible =
            switch (axiom) {
              case READ_COMMITTED -> seenEarlier;
              case READ_ATOMIC -> base[t];
              case CAUSAL -> past[t];
            };
        if (!fits(order, read, visible & execution.writers(read.key()) & ~(1 << t))) {
          return false;
        }
        seenEarlier |= read.seen();
      }
    }
    return true;
  }

  private boolean fits(int[] order, Read read, int visible) {
    if (execution.kind() != Kind.REGISTER) {
      return (visible & ~read.seen()) == 0;
    }
    if (read.isOwn()) {
      return true;
    }
    for (int at = order.length - 1; at >= 0; at--) {
      if (order[at] == read.writer()) {
        return true;
      }
      if ((visible & 1 << order[at]) != 0) {
        return false;
      }
    }
    return visible == 0;
  }
}
