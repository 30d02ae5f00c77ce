package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.session.SessionCycle;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions on lists or sets that did not see what their session, or somebody whom they had
 * seen, had done before (Biswas and Enea, OOPSLA 2019): read atomicity and causal consistency with
 * sessions.
 *
 * <p>Reads show who wrote before whom, so an order of commits has to fit what depends on what and
 * the order of sessions; where it does, a level is broken only by a read that lacks a write of
 * somebody who was seen. Whom a transaction has seen is looked for along such an order, back to the
 * first whose write it missed, and not at all where they all come after it.
 */
final class SessionFracturedReadSearch {
  private static final int NOBODY = -1;

  /** How often is looked through others between two looks at the clock. */
  private static final int LOOKS_PER_CLOCK = 64;

  /** Of how many violations the shortest is told. */
  private static final int TRIES = 16;

  private final Transactions transactions;
  private final Dependencies dependencies;
  private final AntiDependencies missed;
  private final Set<ConsistencyModel> violated = EnumSet.noneOf(ConsistencyModel.class);
  private boolean gaveUp;

  /** By transaction: its part, its place in the order of that, and who was before it there. */
  private final int[] partOf;

  private final int[] place;
  private final int[] previous;

  /** Made when it is needed first, with {@link #latest} by relay: the last place it leads to. */
  private Graph observed;

  private int[] latest;

  // The search for whom one transaction has seen.
  private int[] seen;
  private int[] by;
  private int search;
  private int looks;
  private int found;

  /** The shortest that was found; null if none was. */
  private List<Graph.Step> fractured;

  private List<Graph.Step> indirect;

  /**
   * Makes a search.
   *
   * @param graph the dependencies
   */
  SessionFracturedReadSearch(Transactions transactions, Dependencies dependencies, Graph graph) {
    this.transactions = transactions;
    this.dependencies = dependencies;
    missed = new AntiDependencies(graph);
    int n = transactions.size();
    partOf = new int[n];
    place = new int[n];
    previous = new int[n];
    Arrays.fill(partOf, NOBODY);
    Arrays.fill(previous, NOBODY);
  }

  /** Whether causal consistency with sessions was left undecided. */
  boolean gaveUp() {
    return gaveUp;
  }

  /**
   * Judges parts of a history, unless it is known that both levels are violated; gives those that
   * are found to be.
   */
  Set<ConsistencyModel> judge(
      List<CyclicComponent> parts, Set<ConsistencyModel> known, Findings findings, Budget budget) {
    if (known.contains(ConsistencyModel.SESSION_READ_ATOMIC)) {
      return violated;
    }
    for (int p = 0; p < parts.size(); p++) {
      arrange(parts.get(p), p);
    }
    parts.forEach(this::seeSessions);
    if (violated.isEmpty() && !known.contains(ConsistencyModel.SESSION_CAUSAL)) {
      observe();
      parts.forEach(part -> seeThrough(part, budget));
    }
    if (fractured != null) {
      findings.add("fractured-read-process", () -> told(fractured, "fractured-read-process"));
    }
    if (indirect != null) {
      findings.add("causal-violation-process", () -> told(indirect, "causal-violation-process"));
    }
    return violated;
  }

  private void arrange(CyclicComponent part, int number) {
    int[] order = part.sessionOrder();
    for (int i = 0; i < order.length; i++) {
      if (order[i] < part.members.length) {
        place[part.members[order[i]]] = i;
        partOf[part.members[order[i]]] = number;
      }
    }
    for (int node = 0; node < part.members.length; node++) {
      for (int e = part.graph.first[node]; e < part.graph.first[node + 1]; e++) {
        if (Graph.type(part.graph.edges[e]) == Graph.PO) {
          previous[part.members[Graph.target(part.graph.edges[e])]] = part.members[node];
        }
      }
    }
  }

  private void observe() {
    observed = dependencies.observed();
    latest = new int[observed.nodes];
    for (int node = observed.transactions; node < observed.nodes; node++) {
      latest[node] = NOBODY;
      for (int e = observed.first[node]; e < observed.first[node + 1]; e++) {
        int target = Graph.target(observed.edges[e]);
        // Relays lead to those before them.
        int there = observed.isRelay(target) ? latest[target] : place[target];
        latest[node] = Math.max(latest[node], there);
      }
    }
    seen = new int[observed.nodes];
    by = new int[observed.nodes];
  }

  /** The first place of those in a transaction's part whose writes it missed; else its own. */
  private int leastMissed(int reader) {
    int least = place[reader];
    if (transactions.isOk(reader) && partOf[reader] != NOBODY) {
      for (int writer : missed.by(reader)) {
        if (partOf[writer] == partOf[reader]) {
          least = Math.min(least, place[writer]);
        }
      }
    }
    return least;
  }

  private void seeSessions(CyclicComponent part) {
    for (int t : part.members) {
      int least = leastMissed(t);
      for (int p = previous[t];
          fractured == null && p != NOBODY && place[p] >= least && least < place[t];
          p = previous[p]) {
        if (dependencies.missed(t, p) >= 0) {
          violated.add(ConsistencyModel.SESSION_READ_ATOMIC);
          fractured = List.of(new Graph.Step(p, t, Graph.PO), new Graph.Step(t, p, Graph.RW));
        }
      }
    }
  }

  private void seeThrough(CyclicComponent part, Budget budget) {
    for (int t : part.members) {
      int least = leastMissed(t);
      if (least < place[t] && found < TRIES && !gaveUp) {
        seeThrough(t, least);
        gaveUp = ++looks % LOOKS_PER_CLOCK == 0 && budget.isOutOfTime() && indirect == null;
      }
    }
  }

  /** Looks at whom a transaction has seen, nearest first, for one of whom it missed a write. */
  private void seeThrough(int reader, int least) {
    search++;
    Ints queue = new Ints();
    queue.add(reader);
    seen[reader] = search;
    Ints relays = new Ints();
    for (int head = 0; head < queue.size(); head++) {
      int t = queue.get(head);
      if (previous[t] != NOBODY) {
        follow(previous[t], t, reader, least, queue, relays);
      }
      for (int node = t; ; node = relays.removeLast()) {
        for (int e = observed.first[node]; e < observed.first[node + 1]; e++) {
          follow(Graph.target(observed.edges[e]), t, reader, least, queue, relays);
        }
        if (relays.isEmpty()) {
          break;
        }
      }
      if (t != reader && dependencies.missed(reader, t) >= 0) {
        found++;
        violated.add(ConsistencyModel.SESSION_CAUSAL);
        List<Graph.Step> way = way(t, reader);
        indirect = indirect == null || way.size() < indirect.size() ? way : indirect;
        return;
      }
    }
  }

  private void follow(int target, int from, int reader, int least, Ints queue, Ints relays) {
    boolean isRelay = observed.isRelay(target);
    if (seen[target] == search
        || (isRelay ? latest[target] : place[target]) < least
        || (!isRelay && partOf[target] != partOf[reader])) {
      return;
    }
    seen[target] = search;
    by[target] = from;
    (isRelay ? relays : queue).add(target);
  }

  /** From one that was seen to its reader and back; steps along a session are one. */
  private List<Graph.Step> way(int writer, int reader) {
    List<Graph.Step> way = new ArrayList<>();
    int t = writer;
    while (t != reader) {
      int begin = t;
      int type = previous[by[t]] == t ? Graph.PO : Graph.WR;
      t = by[t];
      while (type == Graph.PO && t != reader && previous[by[t]] == t) {
        t = by[t];
      }
      way.add(new Graph.Step(begin, t, type));
    }
    way.add(new Graph.Step(reader, writer, Graph.RW));
    return way;
  }

  private Anomaly told(List<Graph.Step> steps, String name) {
    SessionCycle cycle = new SessionCycle(transactions);
    for (Graph.Step step : steps) {
      cycle.add(
          step,
          switch (step.type()) {
            case Graph.RW -> dependencies.explain(step.from(), step.to(), Graph.RW);
            case Graph.WR -> sight(step.from(), step.to());
            default -> "";
          });
    }
    return cycle.anomaly(name);
  }

  /** By which read one transaction saw another, for people. */
  private String sight(int writer, int reader) {
    MicroOps ops = transactions.ops;
    int[] read = {NOBODY};
    dependencies.visitObserved(
        reader,
        (by, position) -> {
          read[0] = by == writer ? position : read[0];
          return read[0] == NOBODY;
        });
    return "%s read %s = %s, in which is what %s wrote"
        .formatted(
            transactions.name(reader),
            transactions.key(ops.key(read[0])),
            ops.isList(read[0])
                ? transactions.list(ops.list(read[0]), ops.length(read[0]))
                : transactions.value(transactions.cell(read[0])),
            transactions.name(writer));
  }
}
