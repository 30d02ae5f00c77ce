package dev.ordeal.checkers.linearizability.queue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Peels elements off the bottom of a stack's history: the algorithm of {@link UniqueStack}. */
final class Peeling {
  private final int[] pushStart;
  private final int[] pushEnd;
  private final int[] popStart;
  private final int[] popEnd;
  private final int never;

  /** By element with a core: the first and last instant of the stretch that it lay below. */
  final int[] below;

  final int[] until;

  /** By element with a core: how many lay below others before it was found to. */
  final int[] turn;

  private int turns;

  Peeling(int[] pushStart, int[] pushEnd, int[] popStart, int[] popEnd, int never) {
    this.pushStart = pushStart;
    this.pushEnd = pushEnd;
    this.popStart = popStart;
    this.popEnd = popEnd;
    this.never = never;
    below = Elements.filled(pushStart.length);
    until = Elements.filled(pushStart.length);
    turn = new int[pushStart.length];
  }

  /** A stretch of cells that cores cover without a hole. */
  private record Stretch(int from, int to) {}

  /** Elements of a stretch without a bottom; empty if everything can be peeled off. */
  int[] peel(int[] among) {
    int[] solid = Arrays.stream(among).filter(e -> pushEnd[e] < popStart[e]).toArray();
    int n = solid.length;
    // Cells lie between neighbouring instants at which a core begins or ends.
    int[] cellAt = new int[never + 2];
    for (int e : solid) {
      cellAt[pushEnd[e]] = 1;
      cellAt[popStart[e]] = 1;
    }
    int[] instants = new int[2 * n + 1];
    int cells = 0;
    for (int rank = 0; rank < cellAt.length; rank++) {
      if (cellAt[rank] == 1) {
        instants[cells] = rank;
        cellAt[rank] = cells++;
      }
    }
    // By begin of core; several cannot begin at one instant.
    int[] elementAt = Elements.filled(cells + 1);
    for (int e : solid) {
      elementAt[cellAt[pushEnd[e]]] = e;
    }
    CoverCount cover = new CoverCount(cells);
    MinimumTree unready = new MinimumTree(cells);
    MinimumTree ready = new MinimumTree(cells);
    for (int e : solid) {
      cover.change(cellAt[pushEnd[e]], cellAt[popStart[e]], 1);
      unready.set(cellAt[pushEnd[e]], pushStart[e]);
    }
    Deque<Stretch> work = new ArrayDeque<>();
    split(cover, 0, cells, work);
    while (!work.isEmpty()) {
      Stretch stretch = work.pop();
      // Once early enough for a stretch, an element is so for every smaller one.
      int first = instants[stretch.from()];
      for (int c = unready.least(stretch.from(), stretch.to());
          unready.at(c) < first;
          c = unready.least(stretch.from(), stretch.to())) {
        unready.set(c, MinimumTree.NOTHING);
        ready.set(c, -popEnd[elementAt[c]]);
      }
      int latest = ready.least(stretch.from(), stretch.to());
      int last = instants[stretch.to()];
      if (ready.at(latest) == MinimumTree.NOTHING || -ready.at(latest) <= last) {
        return members(stretch, elementAt, ready, unready);
      }
      ready.set(latest, MinimumTree.NOTHING);
      below[elementAt[latest]] = first;
      until[elementAt[latest]] = last;
      turn[elementAt[latest]] = turns++;
      cover.change(latest, cellAt[popStart[elementAt[latest]]], -1);
      split(cover, stretch.from(), stretch.to(), work);
    }
    return new int[0];
  }

  private static int[] members(
      Stretch stretch, int[] elementAt, MinimumTree ready, MinimumTree unready) {
    int[] members = new int[stretch.to() - stretch.from()];
    int count = 0;
    for (int c = stretch.from(); c < stretch.to(); c++) {
      if (ready.at(c) != MinimumTree.NOTHING || unready.at(c) != MinimumTree.NOTHING) {
        members[count++] = elementAt[c];
      }
    }
    return Arrays.copyOf(members, count);
  }

  private static void split(CoverCount cover, int from, int to, Deque<Stretch> work) {
    int begin = from;
    while (begin < to) {
      int hole = cover.firstHole(begin, to);
      if (hole > begin) {
        work.push(new Stretch(begin, hole));
      }
      begin = hole + 1;
    }
  }

  /** Least values over ranges of places. */
  private static final class MinimumTree {
    static final int NOTHING = Integer.MAX_VALUE;
    private final int base;
    private final int[] least;

    MinimumTree(int size) {
      base = Integer.highestOneBit(Math.max(1, size)) * 2;
      least = new int[2 * base];
      Arrays.fill(least, NOTHING);
    }

    int at(int place) {
      return least[base + place];
    }

    void set(int place, int value) {
      int i = base + place;
      least[i] = value;
      for (i >>= 1; i > 0; i >>= 1) {
        least[i] = Math.min(least[2 * i], least[2 * i + 1]);
      }
    }

    /** The place of the least value from one place to before another. */
    int least(int from, int to) {
      int best = base + from;
      int lo = base + from;
      int hi = base + to;
      while (lo < hi) {
        if ((lo & 1) == 1) {
          best = least[lo] < least[best] ? lo : best;
          lo++;
        }
        if ((hi & 1) == 1) {
          hi--;
          best = least[hi] < least[best] ? hi : best;
        }
        lo >>= 1;
        hi >>= 1;
      }
      while (best < base) {
        best = least[2 * best] == least[best] ? 2 * best : 2 * best + 1;
      }
      return best - base;
    }
  }

  /** How many cores cover each cell. */
  private static final class CoverCount {
    private final int base;
    private final int[] least;
    private final int[] added;

    CoverCount(int cells) {
      base = Integer.highestOneBit(Math.max(1, cells)) * 2;
      least = new int[2 * base];
      added = new int[2 * base];
    }

    void change(int from, int to, int by) {
      change(1, 0, base, from, to, by);
    }

    private void change(int node, int low, int high, int from, int to, int by) {
      if (to <= low || high <= from) {
        return;
      }
      if (from <= low && high <= to) {
        least[node] += by;
        added[node] += by;
        return;
      }
      int middle = (low + high) >>> 1;
      change(2 * node, low, middle, from, to, by);
      change(2 * node + 1, middle, high, from, to, by);
      least[node] = Math.min(least[2 * node], least[2 * node + 1]) + added[node];
    }

    /** The first cell from one on that nothing covers; the limit if there is none before it. */
    int firstHole(int from, int limit) {
      int found = firstHole(1, 0, base, from, 0);
      return found < 0 ? limit : Math.min(found, limit);
    }

    private int firstHole(int node, int low, int high, int from, int above) {
      if (high <= from || least[node] + above > 0) {
        return -1;
      }
      if (high - low == 1) {
        return low;
      }
      int middle = (low + high) >>> 1;
      int inner = above + added[node];
      int found = firstHole(2 * node, low, middle, from, inner);
      return found >= 0 ? found : firstHole(2 * node + 1, middle, high, from, inner);
    }
  }
}
