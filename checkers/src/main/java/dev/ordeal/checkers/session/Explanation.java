package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.session.Order.Edge;
import dev.ordeal.checkers.session.Order.Reason;
import dev.ordeal.checkers.session.Trace.Shape;
import dev.ordeal.checkers.session.Trace.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for an order of all writes that explains what some sessions read.
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
  private final Kind kind;

  /** The session to be explained; all if negative. */
  private final int session;

  private final Order order;

  /** By key, of lists: the longest read whose order is known to be possible or was demanded. */
  private final Map<Integer, int[]> orders = new HashMap<>();

  private final Set<Long> added = new HashSet<>();

  Explanation(Trace trace, Kind kind, int session) {
    this.trace = trace;
    this.kind = kind;
    this.session = session;
    order = new Order(trace);
  }

  /**
   * Why there is no such order: steps that would have to come before themselves; empty if there is
   * one.
   */
  List<Edge> contradiction(Budget budget) {
    carryReads();
    if (trace.shape == Shape.LIST && (kind == Kind.MEMORY || kind == Kind.PIPELINED)) {
      demandListOrders();
    }
    while (true) {
      List<Edge> cycle = order.wind(budget);
      if (!cycle.isEmpty()) {
        return cycle;
      }
      int before = added.size();
      for (int read = 0; read < trace.steps.size(); read++) {
        if (!trace.step(read).isWrite() && isExplained(read)) {
          List<Edge> found =
              trace.shape == Shape.REGISTER ? judgeRegister(read) : judgeCollection(read);
          if (!found.isEmpty()) {
            return found;
          }
        }
      }
      if (kind == Kind.CONVERGENT) {
        // That writes are ordered does not mean that who saw the later knew the earlier.
        if (trace.shape == Shape.LIST) {
          demandListOrders();
        }
        return order.wind(budget);
      }
      if (added.size() == before) {
        return List.of();
      }
    }
  }

  private boolean isExplained(int read) {
    return session < 0 || trace.step(read).session() == session;
  }

  private void carryReads() {
    for (int[] own : trace.sessions) {
      Map<Integer, int[]> last = new HashMap<>();
      for (int number : own) {
        Step step = trace.step(number);
        if (step.isWrite() || (kind == Kind.PIPELINED && !isExplained(number))) {
          continue;
        }
        int[] known = last.put(step.key(), step.shown());
        // What the session's last read showed came before already.
        for (int i = common(known, step.shown()); i < step.shown().length; i++) {
          order.add(new Edge(step.shown()[i], number, Reason.SHOWN, -1));
        }
      }
    }
  }

  private static int common(int[] known, int[] shown) {
    int i = 0;
    while (known != null && i < Math.min(known.length, shown.length) && known[i] == shown[i]) {
      i++;
    }
    return i;
  }

  private void demandListOrders() {
    for (int read = 0; read < trace.steps.size(); read++) {
      Step step = trace.step(read);
      if (step.isWrite() || !isExplained(read)) {
        continue;
      }
      int[] known = orders.get(step.key());
      int common = common(known, step.shown());
      for (int i = Math.max(1, common); i < step.shown().length; i++) {
        demand(step.shown()[i - 1], step.shown()[i], read);
      }
      if (known == null || step.shown().length > known.length) {
        orders.put(step.key(), step.shown());
      }
    }
  }

  private void demand(int earlier, int later, int by) {
    if (added.add(((long) earlier << 32) | later)) {
      order.add(new Edge(earlier, later, Reason.WRITES, by));
    }
  }

  /** Nothing may have come between a read and the write whose value it shows. */
  private List<Edge> judgeRegister(int read) {
    Step step = trace.step(read);
    int source = step.shown().length == 0 ? -1 : step.shown()[0];
    for (int s = 0; s < trace.sessions.size(); s++) {
      int count = trace.countWrites(s, step.key(), order.before(read, s));
      if (count == 0) {
        continue;
      }
      int newer = trace.writes.get(s).get(step.key())[count - 1];
      if (newer == source) {
        continue;
      }
      if (source < 0 || order.isBefore(source, newer)) {
        return unseen(newer, read);
      }
      if (kind != Kind.WEAK && !order.isBefore(newer, source)) {
        demand(newer, source, read);
      }
    }
    return List.of();
  }

  /** Whatever came before a read must be shown. */
  private List<Edge> judgeCollection(int read) {
    Step step = trace.step(read);
    int count = 0;
    for (int s = 0; s < trace.sessions.size(); s++) {
      count += trace.countWrites(s, step.key(), order.before(read, s));
    }
    if (count > step.shown().length) {
      Set<Integer> shown = new HashSet<>();
      for (int write : step.shown()) {
        shown.add(write);
      }
      for (int s = 0; s < trace.sessions.size(); s++) {
        int known = trace.countWrites(s, step.key(), order.before(read, s));
        for (int i = 0; i < known; i++) {
          int write = trace.writes.get(s).get(step.key())[i];
          if (!shown.contains(write)) {
            return unseen(write, read);
          }
        }
      }
    }
    return kind == Kind.WEAK && trace.shape == Shape.LIST ? judgeOrder(read) : List.of();
  }

  private List<Edge> unseen(int write, int read) {
    List<Edge> cycle = new ArrayList<>(order.path(write, read));
    cycle.add(new Edge(read, write, Reason.UNSEEN, -1));
    return cycle;
  }

  /** A list that is read must not contradict what came before what. */
  private List<Edge> judgeOrder(int read) {
    Step step = trace.step(read);
    int[] shown = step.shown();
    int[] known = orders.get(step.key());
    int common = common(known, shown);
    if (common == shown.length) {
      return List.of();
    }
    int[] latest = new int[trace.sessions.size()];
    int[] whose = new int[latest.length];
    for (int i = 0; i < shown.length; i++) {
      Step write = trace.step(shown[i]);
      if (latest[write.session()] > write.place()) {
        int earlier = whose[write.session()];
        List<Edge> cycle = new ArrayList<>(order.path(shown[i], earlier));
        cycle.add(new Edge(earlier, shown[i], Reason.WRITES, read));
        return cycle;
      }
      for (int s = 0; s < latest.length; s++) {
        if (order.before(shown[i], s) > latest[s]) {
          latest[s] = order.before(shown[i], s);
          whose[s] = shown[i];
        }
      }
    }
    if (known == null || shown.length > known.length) {
      orders.put(step.key(), shown);
    }
    return List.of();
  }
}
