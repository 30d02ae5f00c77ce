package dev.ordeal.checkers.session;

import dev.ordeal.checkers.session.Edge.Reason;
import dev.ordeal.checkers.solver.ForcedOrder;
import dev.ordeal.checkers.solver.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shortest ways from steps to others that must have come after them. */
final class ShortestPaths {
  private static final int NONE = -1;
  private static final int BY_SESSION = -1;
  private static final int BY_READ = -2;

  /** Through how many steps of a cycle a shorter one is looked for. */
  private static final int STARTS_MAX = 50;

  private final Trace trace;
  private final ForcedOrder forced;
  private final int reader;

  /** By step: the next one on the way, and why it comes after; or the link that says so. */
  private final int[] toward;

  private final int[] why;
  private final Ints queue = new Ints();

  /**
   * Makes a search.
   *
   * @param reader the session whose reads alone need what they show; negative for all
   */
  ShortestPaths(Trace trace, ForcedOrder forced, int reader) {
    this.trace = trace;
    this.forced = forced;
    this.reader = reader;
    toward = new int[trace.size()];
    why = new int[trace.size()];
  }

  /** That a read does not show a write which came before it. */
  List<Edge> unseen(int write, int read) {
    List<Edge> cycle = new ArrayList<>(way(write, read));
    cycle.add(new Edge(read, write, Reason.UNSEEN, NONE));
    return cycle;
  }

  /** The shortest cycle through one of several steps that wait for each other. */
  List<Edge> cycle(int[] steps) {
    List<Edge> best = List.of();
    for (int i = 0; i < Math.min(steps.length, STARTS_MAX); i++) {
      List<Edge> cycle = way(steps[i], steps[i]);
      if (best.isEmpty() || cycle.size() < best.size()) {
        best = cycle;
      }
    }
    return best;
  }

  /** A shortest way, of one step at least, to where one must come from there. */
  private List<Edge> way(int from, int to) {
    Arrays.fill(toward, NONE);
    queue.truncate(0);
    queue.add(to);
    for (int head = 0; toward[from] == NONE; head++) {
      lookBack(queue.get(head));
    }
    List<Edge> way = new ArrayList<>();
    int step = from;
    do {
      way.add(edge(step));
      step = toward[step];
    } while (step != to);
    return way;
  }

  private void lookBack(int step) {
    if (step > trace.begin(trace.session(step))) {
      note(step - 1, step, BY_SESSION);
    }
    if (!trace.isWrite(step) && (reader < 0 || trace.session(step) == reader)) {
      for (int i = 0; i < trace.shownCount(step); i++) {
        note(trace.shown(step, i), step, BY_READ);
      }
    }
    for (int link = forced.firstBefore(step); link >= 0; link = forced.next(link)) {
      note(forced.from(link), step, link);
    }
  }

  private void note(int before, int step, int because) {
    if (toward[before] == NONE) {
      toward[before] = step;
      why[before] = because;
      queue.add(before);
    }
  }

  private Edge edge(int step) {
    return switch (why[step]) {
      case BY_SESSION -> new Edge(step, toward[step], Reason.SESSION, NONE);
      case BY_READ -> new Edge(step, toward[step], Reason.SHOWN, NONE);
      default -> new Edge(step, toward[step], Reason.WRITES, forced.reader(why[step]));
    };
  }
}
