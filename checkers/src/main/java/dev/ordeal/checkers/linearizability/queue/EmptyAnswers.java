package dev.ordeal.checkers.linearizability.queue;

import dev.ordeal.checkers.linearizability.finding.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Removals that found nothing: each needs an instant at which no element must be there.
 *
 * <p>That suffices in a queue, a bag and a stack: at an instant that no element covers, everything
 * can be arranged before or after it (Henzinger, Sezgin and Vafeiadis, 2013, for queues).
 */
final class EmptyAnswers {
  private final Elements elements;

  EmptyAnswers(Elements elements) {
    this.elements = elements;
  }

  /** One for which there is no such instant; -1 if all have one. */
  int impossible(Cover cover) {
    for (int op : elements.empties) {
      int start = elements.ranks.start(op);
      if (cover.nextFree(start) >= elements.ranks.end(op)) {
        return op;
      }
    }
    return Elements.NONE;
  }

  /**
   * By when elements that nobody saw leave must be gone, if each of these removals takes effect as
   * late as possible.
   *
   * @param cover of the elements that were seen to leave
   * @param deadlines lowered where needed
   */
  void deadlines(Cover cover, int[] deadlines) {
    int gaps = elements.ranks.never();
    int[] firstFrom = new int[gaps + 1];
    Arrays.fill(firstFrom, CrashedRemovals.NO_DEADLINE);
    for (int op : elements.empties) {
      int at = cover.previousFree(elements.ranks.end(op) - 1);
      firstFrom[at] = at;
    }
    for (int g = gaps - 1; g >= 0; g--) {
      firstFrom[g] = Math.min(firstFrom[g], firstFrom[g + 1]);
    }
    for (int e = 0; e < elements.count; e++) {
      int at =
          elements.isRemoved(e) ? CrashedRemovals.NO_DEADLINE : firstFrom[elements.insertEnd[e]];
      if (at != CrashedRemovals.NO_DEADLINE) {
        deadlines[e] = Math.min(deadlines[e], at + 1);
      }
    }
  }

  /** The story of one that is impossible, with as few elements as cover it. */
  Finding story(int op, int[] removeStart) {
    int gap = elements.ranks.start(op);
    int end = elements.ranks.end(op);
    List<Integer> there = new ArrayList<>();
    while (gap < end) {
      // The element that covers this gap and reaches furthest.
      int best = Elements.NONE;
      for (int e = 0; e < elements.count; e++) {
        if (elements.insertEnd[e] <= gap
            && removeStart[e] > gap
            && (best == Elements.NONE || removeStart[e] > removeStart[best])) {
          best = e;
        }
      }
      there.add(best);
      gap = removeStart[best];
    }
    return elements.falselyEmpty(op, there);
  }
}
