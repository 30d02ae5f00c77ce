package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which steps must have come before which: what is given, and what follows from it.
 *
 * <p>Clocks (Mattern, 1989) tell what came before a step: of each session, how many of its steps.
 */
final class Order {
  /** Why a step came before another. */
  enum Reason {
    /** The same session did them in this order. */
    SESSION,
    /** A read shows a write. */
    SHOWN,
    /** A read shows two writes in this order, or the later although the earlier was known. */
    WRITES,
    /** A read does not show a write, or an older one. */
    UNSEEN
  }

  /**
   * That a step came before another.
   *
   * @param by the read that says so where it is neither of the two
   */
  record Edge(int from, int to, Reason reason, int by) {}

  private final Trace trace;
  private final int sessions;
  private final List<Edge> edges = new ArrayList<>();

  /** By step: its edges, as linked lists. */
  private final int[] firstOut;

  private final List<Integer> nextOut = new ArrayList<>();

  /** By step and session: how many of the session's first steps came before it, or are it. */
  private int[] clocks;

  Order(Trace trace) {
    this.trace = trace;
    sessions = trace.sessions.size();
    firstOut = new int[trace.steps.size()];
    Arrays.fill(firstOut, -1);
    for (int[] own : trace.sessions) {
      for (int i = 1; i < own.length; i++) {
        add(new Edge(own[i - 1], own[i], Reason.SESSION, -1));
      }
    }
  }

  /** How many cells the clocks of a history take. */
  static long size(Trace trace) {
    return (long) trace.steps.size() * trace.sessions.size();
  }

  void add(Edge edge) {
    nextOut.add(firstOut[edge.from()]);
    firstOut[edge.from()] = edges.size();
    edges.add(edge);
  }

  /** Of a session's steps, how many came before a step. */
  int before(int step, int session) {
    return clocks[step * sessions + session];
  }

  boolean isBefore(int earlier, int later) {
    Trace.Step step = trace.step(earlier);
    return earlier != later && before(later, step.session()) > step.place();
  }

  /**
   * Winds the clocks.
   *
   * @return empty, or steps that would have to come before themselves
   */
  List<Edge> wind(Budget budget) {
    int n = firstOut.length;
    int[] waitsFor = new int[n];
    edges.forEach(edge -> waitsFor[edge.to()]++);
    clocks = new int[n * sessions];
    int[] queue = new int[n];
    int tail = 0;
    for (int i = 0; i < n; i++) {
      if (waitsFor[i] == 0) {
        queue[tail++] = i;
      }
    }
    for (int head = 0; head < tail; head++) {
      if ((head & 1023) == 0) {
        budget.check();
      }
      int step = queue[head];
      int at = step * sessions;
      clocks[at + trace.step(step).session()] = trace.step(step).place() + 1;
      for (int e = firstOut[step]; e >= 0; e = nextOut.get(e)) {
        int next = edges.get(e).to();
        for (int s = 0; s < sessions; s++) {
          clocks[next * sessions + s] = Math.max(clocks[next * sessions + s], clocks[at + s]);
        }
        if (--waitsFor[next] == 0) {
          queue[tail++] = next;
        }
      }
    }
    return tail == n ? List.of() : cycle(waitsFor);
  }

  /** A cycle among steps that wait for each other. */
  private List<Edge> cycle(int[] waitsFor) {
    Edge[] into = new Edge[waitsFor.length];
    for (Edge edge : edges) {
      if (waitsFor[edge.from()] > 0 && waitsFor[edge.to()] > 0) {
        into[edge.to()] = edge;
      }
    }
    int step = 0;
    while (into[step] == null) {
      step++;
    }
    // Each waits for one that waits; going back long enough ends on a cycle.
    for (int i = 0; i < waitsFor.length; i++) {
      step = into[step].from();
    }
    List<Edge> cycle = new ArrayList<>();
    int end = step;
    do {
      cycle.add(into[step]);
      step = into[step].from();
    } while (step != end);
    Collections.reverse(cycle);
    return shortest(cycle);
  }

  /** The shortest cycle through the first step of one. */
  private List<Edge> shortest(List<Edge> cycle) {
    List<Edge> best = cycle;
    for (Edge edge : cycle.subList(0, Math.min(cycle.size(), 50))) {
      List<Edge> closed = new ArrayList<>(path(edge.to(), edge.from()));
      closed.add(edge);
      if (closed.size() < best.size()) {
        best = closed;
      }
    }
    return best;
  }

  /** A shortest way from a step to one that comes after it. */
  List<Edge> path(int from, int to) {
    if (from == to) {
      return List.of();
    }
    Edge[] into = new Edge[firstOut.length];
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(from));
    while (into[to] == null) {
      int step = queue.remove();
      for (int e = firstOut[step]; e >= 0; e = nextOut.get(e)) {
        Edge edge = edges.get(e);
        if (into[edge.to()] == null) {
          into[edge.to()] = edge;
          queue.add(edge.to());
        }
      }
    }
    List<Edge> path = new ArrayList<>();
    for (int step = to; step != from; step = into[step].from()) {
      path.add(into[step]);
    }
    Collections.reverse(path);
    return path;
  }
}
