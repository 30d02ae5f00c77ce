package dev.ordeal.checkers.isolation.session;

import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.ForcedOrder;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tells why registers are not causally consistent: the shortest cycle that is found at once. */
public final class CausalExplainer {
  private static final int NOBODY = -1;

  /** With how many of a cycle's forced steps a shorter cycle is looked for. */
  private static final int TRIES = 8;

  private final RwRegister history;
  private final Transactions transactions;
  private final ForcedOrder forced;

  /** Null where sessions do not count. */
  private final SessionOrder sessions;

  /** Of a history; sessions are null where they do not count. */
  public CausalExplainer(RwRegister history, ForcedOrder forced, SessionOrder sessions) {
    this.history = history;
    this.sessions = sessions;
    transactions = history.transactions;
    this.forced = forced;
  }

  /** Tells a cycle, or a shorter one; null if transactions only saw each other in a circle. */
  public Anomaly of(int[] cycle) {
    int[] shortest = null;
    int tries = 0;
    for (int i = 0; i < cycle.length && tries < TRIES; i++) {
      int from = cycle[i];
      int to = cycle[(i + 1) % cycle.length];
      int link = forced.link(from, to);
      if (link == NOBODY) {
        continue;
      }
      tries++;
      int[] back = way(to, from, true);
      shortest = shortest == null || back.length < shortest.length ? back : shortest;
    }
    return shortest == null ? null : told(withoutHops(shortest));
  }

  /** The shortest way from one transaction to another: those on it, both ends among them. */
  private int[] way(int from, int to, boolean alsoForced) {
    int[] next = new int[transactions.size()];
    Arrays.fill(next, NOBODY);
    int[] queue = new int[next.length];
    int tail = 0;
    queue[tail++] = to;
    next[to] = to;
    for (int head = 0; next[from] == NOBODY; head++) {
      int t = queue[head];
      int previous = sessions == null ? NOBODY : sessions.previous(t);
      if (previous != NOBODY && next[previous] == NOBODY) {
        next[previous] = t;
        queue[tail++] = previous;
      }
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        int writer = slot < 0 ? NOBODY : history.writers.writer(slot);
        if (writer >= 0 && next[writer] == NOBODY) {
          next[writer] = t;
          queue[tail++] = writer;
        }
      }
      for (int link = alsoForced ? forced.firstBefore(t) : NOBODY;
          link != NOBODY;
          link = forced.next(link)) {
        int before = forced.from(link);
        if (next[before] == NOBODY) {
          next[before] = t;
          queue[tail++] = before;
        }
      }
    }
    int length = 0;
    for (int t = from; t != to; t = next[t]) {
      queue[length++] = t;
    }
    queue[length++] = to;
    return Arrays.copyOf(queue, length);
  }

  /** A cycle without those between others of their session. */
  private int[] withoutHops(int[] cycle) {
    int[] kept = new int[cycle.length];
    int length = 0;
    for (int i = 0; i < cycle.length; i++) {
      boolean isHop =
          i > 0
              && i + 1 < cycle.length
              && isProcess(kept[length - 1], cycle[i])
              && isProcess(cycle[i], cycle[i + 1]);
      if (!isHop) {
        kept[length++] = cycle[i];
      }
    }
    return Arrays.copyOf(kept, length);
  }

  /** Whether one comes before another by their session, and not because the other read from it. */
  private boolean isProcess(int one, int other) {
    return sessions != null && !reads(other, one) && sessions.isBefore(one, other);
  }

  private Anomaly told(int[] cycle) {
    List<Operation> witness = new ArrayList<>();
    for (int t : cycle) {
      witness.add(transactions.operation(t));
    }
    List<Precedence> steps = new ArrayList<>();
    for (int i = 0; i < cycle.length; i++) {
      int from = cycle[i];
      int next = (i + 1) % cycle.length;
      boolean isLast = i + 1 == cycle.length;
      if (!isLast && isProcess(from, cycle[next])) {
        String because = SessionOrder.because(transactions, from, cycle[next]);
        steps.add(new Precedence(i, next, "process", because));
        continue;
      }
      int link = !isLast && reads(cycle[next], from) ? NOBODY : forced.link(from, cycle[next]);
      if (link == NOBODY) {
        steps.add(new Precedence(i, next, "wr", history.explain(from, cycle[next], Graph.WR)));
        continue;
      }
      int reader = forced.reader(link);
      int by = reader == from ? NOBODY : seenBy(reader, from);
      for (int other : new int[] {by, reader}) {
        if (other != NOBODY && !witness.contains(transactions.operation(other))) {
          witness.add(transactions.operation(other));
        }
      }
      steps.add(new Precedence(i, next, "ww", why(link, from, cycle[next], by)));
    }
    return new Anomaly(
        sessions == null ? "causal-violation" : "causal-violation-process",
        Value.NIL,
        ("Thus %s would have to come before itself: what was read goes back to writes that were"
                + " not seen (causal violation).")
            .formatted(transactions.name(cycle[0])),
        witness,
        steps);
  }

  private boolean reads(int reader, int writer) {
    for (int i = history.firstRead[reader]; i < history.firstRead[reader + 1]; i++) {
      int slot = history.readSlots[i];
      if (slot >= 0 && history.writers.writer(slot) == writer) {
        return true;
      }
    }
    return false;
  }

  /** Through whose write a transaction has seen another; nobody's if directly. */
  private int seenBy(int reader, int writer) {
    int[] way = way(writer, reader, false);
    return way.length == 2 ? NOBODY : way[way.length - 2];
  }

  private String why(int link, int from, int to, int by) {
    int reader = forced.reader(link);
    Value key = transactions.key(forced.key(link));
    if (reader == from) {
      return "%s read %s as nobody had written it, although it has seen %s, which wrote it"
          .formatted(transactions.name(reader), key, transactions.name(to));
    }
    return "%s read %s from %s, although it has seen %s, which wrote it as well%s"
        .formatted(
            transactions.name(reader),
            key,
            transactions.name(to),
            transactions.name(from),
            by == NOBODY ? "" : ", by way of " + transactions.name(by));
  }
}
