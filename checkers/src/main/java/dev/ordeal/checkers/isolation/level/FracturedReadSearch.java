package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions that saw some of what another did and not the rest of it, directly (read atomicity,
 * Bailis et al., 2014) or by way of what others had seen (causal consistency).
 *
 * <p>If a transaction has seen another, whatever that wrote must be in what it reads. Whom it has
 * seen comes before it in an order of all dependencies; so it is looked for back to the first whose
 * write the transaction missed, and not at all where they all come after it.
 */
final class FracturedReadSearch {
  private static final int NOBODY = -1;

  /** Where dependencies contradict each other, there is no order, and nothing hangs on it. */
  private static final long UNORDERED_STEPS_MAX = 3_000_000;

  /** How often is looked through others between two looks at the clock. */
  private static final int LOOKS_PER_CLOCK = 64;

  private final Transactions transactions;
  private final Dependencies dependencies;
  private final Findings findings;
  private final AntiDependencies missed;
  private final Graph observed;
  private final Set<ConsistencyModel> violated = EnumSet.noneOf(ConsistencyModel.class);
  private boolean gaveUp;

  /** By transaction: its part, and its place in the order of that; nobody's if it is in none. */
  private final int[] partOf;

  private final int[] place;

  /** By relay of {@link #observed}: the last place that it leads to. */
  private final int[] latest;

  // The search for whom one transaction has seen.
  private final int[] seen;
  private final int[] by;
  private int search;
  private int looks;

  /**
   * Makes a search.
   *
   * @param graph the dependencies
   */
  FracturedReadSearch(
      Transactions transactions, Dependencies dependencies, Graph graph, Findings findings) {
    this.transactions = transactions;
    this.dependencies = dependencies;
    this.findings = findings;
    missed = new AntiDependencies(graph);
    observed = dependencies.observed();
    partOf = new int[transactions.size()];
    Arrays.fill(partOf, NOBODY);
    place = new int[transactions.size()];
    latest = new int[observed.nodes];
    seen = new int[observed.nodes];
    by = new int[observed.nodes];
  }

  /** Levels that were found to be violated. */
  Set<ConsistencyModel> violated() {
    return violated;
  }

  /** Whether causal consistency was left undecided. */
  boolean gaveUp() {
    return gaveUp;
  }

  void judge(List<CyclicComponent> parts, Budget budget) {
    for (int p = 0; p < parts.size(); p++) {
      arrange(parts.get(p), p);
    }
    for (int node = observed.transactions; node < observed.nodes; node++) {
      latest[node] = NOBODY;
      for (int e = observed.first[node]; e < observed.first[node + 1]; e++) {
        int target = Graph.target(observed.edges[e]);
        // Relays lead to those before them.
        int there = observed.isRelay(target) ? latest[target] : place[target];
        latest[node] = Math.max(latest[node], there);
      }
    }
    for (CyclicComponent part : parts) {
      judge(part, budget);
    }
  }

  private void arrange(CyclicComponent part, int number) {
    int[] order = part.dependencyOrder();
    for (int t : part.members) {
      partOf[t] = number;
    }
    for (int i = 0; i < order.length; i++) {
      if (order[i] < part.members.length) {
        place[part.members[order[i]]] = i;
      }
    }
  }

  private void judge(CyclicComponent part, Budget budget) {
    boolean isOrdered = part.dependencyOrder().length > 0;
    long stepsLeft = isOrdered ? Long.MAX_VALUE : UNORDERED_STEPS_MAX;
    for (int i = 0; i < part.members.length && stepsLeft > 0; i++) {
      int t = part.members[i];
      if (violated.contains(ConsistencyModel.MONOTONIC_ATOMIC_VIEW)) {
        return;
      }
      int least = transactions.isOk(t) ? leastMissed(t) : NOBODY;
      if (least == NOBODY || (isOrdered && least >= place[t])) {
        continue;
      }
      seeDirectly(t, least);
      if (!violated.contains(ConsistencyModel.CAUSAL_CERONE) && !gaveUp) {
        stepsLeft -= seeThrough(t, least);
        gaveUp = isOrdered && ++looks % LOOKS_PER_CLOCK == 0 && budget.isOutOfTime();
      }
    }
  }

  /** The first place of those in a transaction's part whose writes it missed; else negative. */
  private int leastMissed(int reader) {
    int least = NOBODY;
    for (int writer : missed.by(reader)) {
      if (partOf[writer] == partOf[reader]) {
        least = least == NOBODY ? place[writer] : Math.min(least, place[writer]);
      }
    }
    return least;
  }

  private void seeDirectly(int reader, int least) {
    dependencies.visitObserved(
        reader,
        (writer, position) -> {
          if (partOf[writer] != partOf[reader] || place[writer] < least) {
            return false;
          }
          int lacking = dependencies.missed(reader, writer);
          if (lacking >= 0) {
            violated.add(ConsistencyModel.READ_ATOMIC);
            if (position < lacking) {
              violated.add(ConsistencyModel.MONOTONIC_ATOMIC_VIEW);
            }
            fractured(reader, writer, position);
          }
          return true;
        });
  }

  /** Looks at whom a transaction has seen by way of others; gives how many steps that took. */
  private int seeThrough(int reader, int least) {
    search++;
    Ints queue = new Ints();
    queue.add(reader);
    seen[reader] = search;
    int steps = 0;
    for (int head = 0; head < queue.size(); head++) {
      int node = queue.get(head);
      for (int e = observed.first[node]; e < observed.first[node + 1]; e++) {
        steps++;
        int target = Graph.target(observed.edges[e]);
        boolean isRelay = observed.isRelay(target);
        if (seen[target] == search
            || (isRelay ? latest[target] : place[target]) < least
            || (!isRelay && partOf[target] != partOf[reader])) {
          continue;
        }
        seen[target] = search;
        by[target] = node;
        queue.add(target);
        int between = isRelay ? reader : seenBy(target);
        if (between != reader && dependencies.missed(reader, target) >= 0) {
          violated.add(ConsistencyModel.CAUSAL_CERONE);
          indirect(reader, between, target);
          return steps;
        }
      }
    }
    return steps;
  }

  /** By which transaction the search has come to another. */
  private int seenBy(int node) {
    int at = by[node];
    while (observed.isRelay(at)) {
      at = by[at];
    }
    return at;
  }

  private void indirect(int reader, int between, int writer) {
    findings.add(
        "causal-violation",
        Value.NIL,
        new int[] {writer, between, reader},
        () ->
            "%s read what goes back to %s, by way of %s, but it lacked another write of %s: %s."
                .formatted(
                    transactions.name(reader),
                    transactions.name(writer),
                    transactions.name(between),
                    transactions.name(writer),
                    dependencies.explain(reader, writer, Graph.RW)));
  }

  private void fractured(int reader, int writer, int position) {
    findings.add(
        "fractured-read",
        Value.NIL,
        new int[] {writer, reader},
        () ->
            "%s saw what %s did when it read %s, but not all of it: %s."
                .formatted(
                    transactions.name(reader),
                    transactions.name(writer),
                    transactions.read(position),
                    dependencies.explain(reader, writer, Graph.RW)));
  }
}
