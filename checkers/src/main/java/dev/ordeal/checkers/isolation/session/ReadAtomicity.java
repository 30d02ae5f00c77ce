package dev.ordeal.checkers.isolation.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
public final class ReadAtomicity {
  /** How many cycles to look at for the shortest. */
  private static final int TRIES = 64;

  private final RwRegister history;

  /** Of transactions on registers, not yet judged. */
  public ReadAtomicity(RwRegister history) {
    this.history = history;
  }

  /**
   * The levels that are violated, of read-atomic and monotonic-atomic-view.
   *
   * @param passes how long that may take
   * @throws dev.ordeal.checkers.BudgetExceededException if it takes longer
   */
  public Set<ConsistencyModel> violated(Findings findings, Budget passes) {
    Set<ConsistencyModel> violated = new HashSet<>();
    for (boolean onlyLater : new boolean[] {true, false}) {
      Graph graph = forced(onlyLater, passes);
      Components components = new Components(graph, Rule.WRITES_AND_READS, false, null, passes);
      if (components.isCyclic()) {
        violated.add(
            onlyLater ? ConsistencyModel.MONOTONIC_ATOMIC_VIEW : ConsistencyModel.READ_ATOMIC);
        report(graph, components, findings);
      }
    }
    return violated;
  }

  private Graph forced(boolean onlyLater, Budget passes) {
    Transactions transactions = history.transactions;
    Graph.Builder graph = new Graph.Builder(transactions.size(), history.readKeys.length * 2);
    for (int t = 0; t < transactions.size(); t++) {
      passes.look(t);
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        if (slot < 0) {
          continue;
        }
        int seen = history.writers.writer(slot);
        graph.add(seen, t, Graph.WR);
        for (int j = history.firstRead[t]; j < history.firstRead[t + 1]; j++) {
          int other = history.readSlots[j];
          if (j == i
              || other == RwRegister.NOTHING
              || (onlyLater && !isLater(t, i, j))
              || !history.writes(seen, history.readKeys[j])) {
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

  /** Whether a transaction's second of two reads, or a repetition of it, came behind the first. */
  private boolean isLater(int t, int first, int second) {
    return second > first
        || (history.repeatsReads(t)
            && history.lastPosition(t, second) > history.position(t, first));
  }

  /** Tells the shortest of the first cycles. */
  private void report(Graph graph, Components components, Findings findings) {
    int[] shortest = null;
    int tries = 0;
    for (int from = 0; from < graph.nodes && tries < TRIES; from++) {
      for (int e = graph.first[from]; e < graph.first[from + 1]; e++) {
        int to = Graph.target(graph.edges[e]);
        if (Graph.type(graph.edges[e]) == Graph.WW
            && components.of(from) == components.of(to)
            && tries++ < TRIES) {
          int[] cycle = cycle(graph, from, to);
          shortest = shortest == null || cycle.length < shortest.length ? cycle : shortest;
        }
      }
    }
    if (shortest != null) {
      int[] members = shortest;
      findings.add("fractured-read", () -> anomaly(members));
    }
  }

  /** The shortest way from one transaction back to another, which comes first in it. */
  private static int[] cycle(Graph graph, int from, int to) {
    int[] parents = new int[graph.nodes];
    Arrays.fill(parents, -1);
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(to));
    parents[to] = to;
    while (parents[from] < 0) {
      int node = queue.remove();
      for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
        int next = Graph.target(graph.edges[e]);
        if (parents[next] < 0) {
          parents[next] = node;
          queue.add(next);
        }
      }
    }
    ArrayDeque<Integer> members = new ArrayDeque<>();
    for (int node = from; node != to; node = parents[node]) {
      members.addFirst(node);
    }
    members.addFirst(to);
    return members.stream().mapToInt(i -> i).toArray();
  }

  private Anomaly anomaly(int[] members) {
    Transactions transactions = history.transactions;
    List<Operation> witness = new ArrayList<>();
    for (int member : members) {
      witness.add(transactions.operation(member));
    }
    List<Precedence> steps = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      int from = members[i];
      int next = (i + 1) % members.length;
      int to = members[next];
      int reader = whoMissed(from, to);
      if (reader < 0) {
        steps.add(new Precedence(i, next, "wr", history.explain(from, to, Graph.WR)));
        continue;
      }
      if (members.length == 2 && !witness.contains(transactions.operation(reader))) {
        witness.add(transactions.operation(reader));
      }
      steps.add(new Precedence(i, next, "ww", missed(reader, from, to)));
    }
    return new Anomaly(
        "fractured-read",
        Value.NIL,
        ("Thus %s would have to come before itself: a part of a transaction was seen,"
                + " and another part of it was not (fractured read).")
            .formatted(transactions.name(members[0])),
        witness,
        steps);
  }

  /** Who saw the first of two transactions and, in its place, the second; -1 if nobody did. */
  private int whoMissed(int seen, int instead) {
    Transactions transactions = history.transactions;
    for (int t = 0; t < transactions.size(); t++) {
      if (placeOf(t, seen, -1) >= 0 && placeOf(t, instead, seen) >= 0) {
        return t;
      }
    }
    return placeOf(seen, instead, -1) >= 0 && missing(seen, instead) >= 0 ? seen : -1;
  }

  /**
   * A read of one transaction of what another wrote, of a key that a third wrote if one is given.
   */
  private int placeOf(int reader, int writer, int alsoWrittenBy) {
    for (int i = history.firstRead[reader]; i < history.firstRead[reader + 1]; i++) {
      int slot = history.readSlots[i];
      if (slot >= 0
          && history.writers.writer(slot) == writer
          && (alsoWrittenBy < 0 || history.writes(alsoWrittenBy, history.readKeys[i]))) {
        return i;
      }
    }
    return -1;
  }

  /** A read by one transaction of nothing where another had written; -1 if there is none. */
  private int missing(int reader, int writer) {
    for (int i = history.firstRead[reader]; i < history.firstRead[reader + 1]; i++) {
      if (history.readSlots[i] == RwRegister.INITIAL
          && history.writes(writer, history.readKeys[i])) {
        return i;
      }
    }
    return -1;
  }

  private String missed(int reader, int seen, int instead) {
    Transactions transactions = history.transactions;
    if (reader == seen) {
      return "%s read %s = nil, although %s, of which it saw another write, wrote it"
          .formatted(
              transactions.name(reader),
              transactions.key(history.readKeys[missing(reader, instead)]),
              transactions.name(instead));
    }
    int one = placeOf(reader, seen, -1);
    int other = placeOf(reader, instead, seen);
    return ("%s read %s = %s, which %s wrote, but %s = %s, which %s wrote, although %s wrote %s"
            + " as well")
        .formatted(
            transactions.name(reader),
            transactions.key(history.readKeys[one]),
            history.valueOf(history.readKeys[one], history.readSlots[one]),
            transactions.name(seen),
            transactions.key(history.readKeys[other]),
            history.valueOf(history.readKeys[other], history.readSlots[other]),
            transactions.name(instead),
            transactions.name(seen),
            transactions.key(history.readKeys[other]));
  }
}
