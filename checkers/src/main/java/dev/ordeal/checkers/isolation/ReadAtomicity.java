package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides for registers with unique values whether what transactions read is consistent with seeing
 * each other whole: who has seen another transaction, and read a register that it wrote from
 * somebody else, puts that other write later.
 *
 * <p>The rules are those of Biswas and Enea (OOPSLA 2019) and of AWDIT (Møldrup and Pavlogiannis,
 * PLDI 2025): the history is read-atomic if and only if the order of commits that they force has no
 * cycle. Their read-committed, where only later reads of a transaction count, is what Bailis et al.
 * (2014) call monotonic atomic view. Linear but for the product of a transaction's own reads.
 */
final class ReadAtomicity {
  private final RwRegister history;

  ReadAtomicity(RwRegister history) {
    this.history = history;
  }

  /** The levels that are violated, of read-atomic and monotonic-atomic-view. */
  Set<Level> violated(Findings findings) {
    Set<Level> violated = new HashSet<>();
    for (boolean onlyLater : new boolean[] {true, false}) {
      Graph graph = forced(onlyLater);
      Components components = new Components(graph, Rule.WRITES_AND_READS, false, null);
      if (components.isCyclic()) {
        violated.add(onlyLater ? Level.MONOTONIC_ATOMIC_VIEW : Level.READ_ATOMIC);
        report(graph, components, findings);
      }
    }
    return violated;
  }

  private Graph forced(boolean onlyLater) {
    Transactions transactions = history.transactions;
    Graph.Builder graph = new Graph.Builder(transactions.size(), history.readKeys.length * 2);
    for (int t = 0; t < transactions.size(); t++) {
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        if (slot < 0) {
          continue;
        }
        int seen = history.writers.writer(slot);
        graph.add(seen, t, Graph.WR);
        for (int j = onlyLater ? i + 1 : history.firstRead[t]; j < history.firstRead[t + 1]; j++) {
          int other = history.readSlots[j];
          if (j == i || other == RwRegister.NOTHING || !history.writes(seen, history.readKeys[j])) {
            continue;
          }
          if (other == RwRegister.INITIAL) {
            // It saw the transaction, and not its write: a cycle of its own.
            graph.add(t, seen, Graph.WW);
          } else {
            graph.add(seen, history.writers.writer(other), Graph.WW);
          }
        }
      }
    }
    return graph.build();
  }

  private void report(Graph graph, Components components, Findings findings) {
    for (int from = 0; from < graph.nodes; from++) {
      for (int e = graph.first[from]; e < graph.first[from + 1]; e++) {
        int to = Graph.target(graph.edges[e]);
        boolean tells =
            Graph.type(graph.edges[e]) == Graph.WW && components.of(from) == components.of(to);
        if (tells) {
          tell(from, to, findings);
          return;
        }
      }
    }
  }

  /** Names somebody who saw one transaction and read another in its place. */
  private void tell(int seen, int instead, Findings findings) {
    Transactions transactions = history.transactions;
    for (int t = 0; t < transactions.size(); t++) {
      boolean sawOne = false;
      boolean sawOther = instead == t;
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        sawOne |= slot >= 0 && history.writers.writer(slot) == seen;
        sawOther |=
            slot >= 0
                && history.writers.writer(slot) == instead
                && history.writes(seen, history.readKeys[i]);
      }
      if (sawOne && (sawOther || instead == t)) {
        int reader = t;
        findings.add(
            "fractured-read",
            Value.NIL,
            new int[] {seen, instead, reader},
            () ->
                instead == reader
                    ? "%s saw %s, but not all that it wrote."
                        .formatted(transactions.name(reader), transactions.name(seen))
                    : ("%s saw %s, and read from %s what %s wrote as well; so %s came "
                            + "before %s, which contradicts what else was read.")
                        .formatted(
                            transactions.name(reader),
                            transactions.name(seen),
                            transactions.name(instead),
                            transactions.name(seen),
                            transactions.name(seen),
                            transactions.name(instead)));
        return;
      }
    }
  }
}
