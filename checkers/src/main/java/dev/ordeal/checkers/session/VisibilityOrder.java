package dev.ordeal.checkers.session;

import dev.ordeal.checkers.solver.ForcedOrder;
import java.util.Arrays;

/**
 * Places steps one after the other, each behind those that must have come before it: the earlier
 * ones of its session, the writes that it shows, and what is forced besides.
 *
 * <p>Whatever a step needs is placed first, and nothing else: what is placed before a step is
 * exactly what must have come before it or before one that was asked for earlier. Takes time
 * proportional to that, and memory for the sessions only. Not thread-safe.
 */
final class VisibilityOrder {
  private static final int NONE = -1;
  private static final int NOT_BEGUN = -2;

  private final Trace trace;
  private final NewlyVisibleWrites news;
  private final ForcedOrder forced;

  /** By session: its first step that is not placed; and whether it waits for others. */
  private final int[] next;

  private final boolean[] isWaiting;

  // The sessions that wait, each for the next one, and how far they have to come.
  private int[] path = new int[16];
  private int[] stops = new int[16];
  private int[] shownAt = new int[16];
  private int[] linkAt = new int[16];

  /** Whose reads need what they show; everybody's if negative. */
  private int reader = NONE;

  private int[] cycle = {};

  /** What becomes of steps that are placed. */
  interface Visitor {
    /** Takes the next step; false to stop. */
    boolean isTaken(int step);
  }

  VisibilityOrder(Trace trace, NewlyVisibleWrites news, ForcedOrder forced) {
    this.trace = trace;
    this.news = news;
    this.forced = forced;
    next = new int[trace.sessions()];
    isWaiting = new boolean[next.length];
  }

  /**
   * Begins again, with nothing placed.
   *
   * @param reader the session whose reads alone need what they show; negative for all
   */
  void restart(int reader) {
    this.reader = reader;
    Arrays.fill(isWaiting, false);
    for (int session = 0; session < next.length; session++) {
      next[session] = trace.begin(session);
    }
  }

  /** Has placed, from now on, what another one has placed as well. */
  void join(VisibilityOrder other) {
    for (int session = 0; session < next.length; session++) {
      next[session] = Math.max(next[session], other.next[session]);
    }
  }

  boolean isPlaced(int step) {
    return step < next[trace.session(step)];
  }

  /** After {@link #isPossible} was false: steps that wait for each other; else none. */
  int[] cycle() {
    return cycle;
  }

  /**
   * Places a step and all that it needs; false if that cannot be, or if the visitor wants no more.
   */
  boolean isPossible(int step, Visitor visitor) {
    cycle = new int[0];
    int depth = NONE;
    if (!isPlaced(step)) {
      enter(++depth, step);
    }
    while (depth >= 0) {
      int session = path[depth];
      int now = next[session];
      if (now == stops[depth]) {
        isWaiting[session] = false;
        depth--;
        continue;
      }
      int missing = missing(now, depth);
      if (missing == NONE) {
        next[session]++;
        shownAt[depth] = NOT_BEGUN;
        linkAt[depth] = NOT_BEGUN;
        if (!visitor.isTaken(now)) {
          return false;
        }
      } else if (isWaiting[trace.session(missing)]) {
        noteCycle(depth, trace.session(missing));
        return false;
      } else {
        enter(++depth, missing);
      }
    }
    return true;
  }

  private void enter(int depth, int step) {
    if (depth == path.length) {
      path = Arrays.copyOf(path, 2 * depth);
      stops = Arrays.copyOf(stops, 2 * depth);
      shownAt = Arrays.copyOf(shownAt, 2 * depth);
      linkAt = Arrays.copyOf(linkAt, 2 * depth);
    }
    int session = trace.session(step);
    path[depth] = session;
    stops[depth] = step + 1;
    shownAt[depth] = NOT_BEGUN;
    linkAt[depth] = NOT_BEGUN;
    isWaiting[session] = true;
  }

  /** A step that has to be placed before another; none if all are. */
  private int missing(int step, int depth) {
    if (!trace.isWrite(step)) {
      return reader >= 0 && trace.session(step) != reader ? NONE : missingShown(step, depth);
    }
    int link = linkAt[depth] == NOT_BEGUN ? forced.firstBefore(step) : linkAt[depth];
    while (link >= 0 && isPlaced(forced.from(link))) {
      link = forced.next(link);
    }
    linkAt[depth] = link;
    return link < 0 ? NONE : forced.from(link);
  }

  private int missingShown(int read, int depth) {
    if (trace.shape == Shape.REGISTER) {
      int source = trace.source(read);
      return source == Trace.NOBODY || isPlaced(source) ? NONE : source;
    }
    int at = shownAt[depth] == NOT_BEGUN ? news.first(read) : shownAt[depth];
    while (at < trace.shownCount(read) && isPlaced(trace.shown(read, at))) {
      at++;
    }
    shownAt[depth] = at;
    return at == trace.shownCount(read) ? NONE : trace.shown(read, at);
  }

  /** Notes at which steps the sessions stand that wait for each other. */
  private void noteCycle(int depth, int session) {
    int begin = depth;
    while (path[begin] != session) {
      begin--;
    }
    cycle = new int[depth - begin + 1];
    for (int i = 0; i < cycle.length; i++) {
      cycle[i] = next[path[begin + i]];
    }
  }
}
