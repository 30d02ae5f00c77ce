package dev.ordeal.checkers.linearizability.queue;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.order.Placing;
import dev.ordeal.checkers.linearizability.order.Sorting;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Linearizability of a priority queue of distinct whole numbers, in O(n log n).
 *
 * <p>A number can only be polled at an instant at which no smaller one is there, and larger ones do
 * not matter to it. So, from the smallest up: each is polled at the first such instant of its poll,
 * which keeps it in the queue for as short as can be, and covers the time from the end of its
 * insertion to that instant for all larger ones. The history is linearizable iff each poll finds
 * its instant; a poll that found nothing is larger than everything.
 *
 * <p>Crashed polls take numbers that nobody saw leave. The history is decided if it is linearizable
 * without them, or not even if each such number was taken as early as possible, or if sharing them
 * out by deadline ({@link CrashedRemovals}) works; the general search decides what is left.
 */
public final class UniquePriorityQueue {
  // What takes effect in a gap, in this order.
  private static final int POLL = 0;
  private static final int NOTHING = 1;
  private static final int INSERT = 2;

  private final Elements elements;
  private final int[] ascending;
  private final int gaps;

  /** By element: the gap in which it was polled in the last attempt. */
  private final int[] polledAt;

  private UniquePriorityQueue(Elements elements, int[] ascending) {
    this.elements = elements;
    this.ascending = ascending;
    this.gaps = elements.ranks.never();
    this.polledAt = new int[elements.count];
  }

  /**
   * Decides for one priority queue; empty where this algorithm cannot.
   *
   * @param operations their numbers, ascending
   */
  public static Optional<Finding> decide(Columns columns, int[] operations) {
    Optional<Elements> found = Elements.of(columns, operations, "insert", "poll");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Elements elements = found.get();
    int[] ascending = ascending(elements);
    return elements.wrong().or(() -> new UniquePriorityQueue(elements, ascending).decide());
  }

  /** The elements by their numbers. */
  private static int[] ascending(Elements elements) {
    long[] numbers = new long[elements.count];
    for (int e = 0; e < numbers.length; e++) {
      long cell = elements.columns.argument(elements.insertion[e]);
      if (!CellPool.isNumber(cell)) {
        throw new IllegalArgumentException(
            "operation %d: a priority queue holds whole numbers, not %s"
                .formatted(elements.in(e).invocation().index(), elements.value(e)));
      }
      numbers[e] = CellPool.number(cell);
    }
    return Sorting.byValue(numbers);
  }

  private Optional<Finding> decide() {
    int[] nobody = Elements.filled(elements.count);
    if (isPossible(nobody)) {
      return linearizable(nobody);
    }
    CrashedRemovals crashed = new CrashedRemovals(elements);
    int[] inOrder = crashed.inOrder();
    if (!crashed.none() && isPossible(inOrder)) {
      return linearizable(inOrder);
    }
    if (crashed.none() || !isPossible(crashed.atBest())) {
      return Optional.of(story(crashed));
    }
    int[] everybody = crashed.everybody(deadlines());
    return isPossible(everybody) ? linearizable(everybody) : Optional.empty();
  }

  /** As the last attempt placed the polls. */
  private Optional<Finding> linearizable(int[] crashedStart) {
    return Optional.of(new Finding.Linearizable(() -> order(crashedStart)));
  }

  /**
   * Numbers are put in as late as they can. In each gap, first what is polled leaves, the smallest
   * first; what is put in only now is put in just before it leaves, or after all the others.
   */
  private int[] order(int[] crashedStart) {
    Placing placing = new Placing(2 * elements.count + elements.empties.length);
    FreeGaps free = new FreeGaps(gaps);
    for (int e : ascending) {
      int removal = elements.removalWith(crashedStart, e);
      int late = elements.insertEnd[e] - 1;
      if (removal == Elements.NONE) {
        placing.add(elements.insertion[e], late, INSERT);
      } else {
        boolean atOnce = late >= polledAt[e];
        placing.add(elements.insertion[e], atOnce ? polledAt[e] : late, atOnce ? POLL : INSERT);
        placing.add(removal, polledAt[e], POLL);
      }
      free.cover(elements.insertEnd[e], polledAt[e]);
    }
    for (int op : elements.empties) {
      placing.add(op, free.next(elements.ranks.start(op)), NOTHING);
    }
    return placing.order();
  }

  private int failedElement;
  private int failedEmpty;

  /**
   * Tries to place all polls.
   *
   * @param crashedStart by element that nobody saw leave: the call of the poll that took it, or -1
   */
  private boolean isPossible(int[] crashedStart) {
    FreeGaps free = new FreeGaps(gaps);
    failedElement = Elements.NONE;
    failedEmpty = Elements.NONE;
    for (int e : ascending) {
      boolean removed = elements.isRemoved(e);
      int start = removed ? elements.removeStart[e] : crashedStart[e];
      if (start == Elements.NONE) {
        polledAt[e] = gaps;
      } else {
        polledAt[e] = free.next(Math.max(start, elements.insertStart[e]));
        if (removed && polledAt[e] >= elements.removeEnd[e]) {
          failedElement = e;
          return false;
        }
      }
      free.cover(elements.insertEnd[e], polledAt[e]);
    }
    for (int op : elements.empties) {
      if (free.next(elements.ranks.start(op)) >= elements.ranks.end(op)) {
        failedEmpty = op;
        return false;
      }
    }
    return true;
  }

  /**
   * By when numbers that nobody saw leave must be gone if larger polls wait as long as they can.
   */
  private int[] deadlines() {
    FreeGaps free = new FreeGaps(gaps);
    int[] latest = new int[elements.count];
    for (int e : ascending) {
      if (elements.isRemoved(e)) {
        latest[e] = free.previous(elements.removeEnd[e] - 1);
        int at = free.next(Math.max(elements.removeStart[e], elements.insertStart[e]));
        free.cover(elements.insertEnd[e], at);
      }
    }
    TreeSet<Integer> polls = new TreeSet<>();
    for (int op : elements.empties) {
      polls.add(free.previous(elements.ranks.end(op) - 1));
    }
    int[] deadlines = new int[elements.count];
    Arrays.fill(deadlines, CrashedRemovals.NO_DEADLINE);
    for (int i = ascending.length - 1; i >= 0; i--) {
      int e = ascending[i];
      if (elements.isRemoved(e)) {
        polls.add(latest[e]);
      } else {
        Integer first = polls.ceiling(elements.insertEnd[e]);
        deadlines[e] = first == null ? CrashedRemovals.NO_DEADLINE : first + 1;
      }
    }
    return deadlines;
  }

  private Finding story(CrashedRemovals crashed) {
    // Whatever was tried in between: the story is that of the most generous attempt.
    isPossible(crashed.atBest());
    boolean empty = failedEmpty != Elements.NONE;
    int gap =
        empty
            ? elements.ranks.start(failedEmpty)
            : Math.max(elements.removeStart[failedElement], elements.insertStart[failedElement]);
    int end = empty ? elements.ranks.end(failedEmpty) : elements.removeEnd[failedElement];
    List<Integer> there = new ArrayList<>();
    while (gap < end) {
      int best = Elements.NONE;
      for (int e : ascending) {
        if (e == failedElement) {
          break;
        }
        if (elements.insertEnd[e] <= gap
            && polledAt[e] > gap
            && (best == Elements.NONE || polledAt[e] > polledAt[best])) {
          best = e;
        }
      }
      there.add(best);
      gap = polledAt[best];
    }
    if (empty) {
      return elements.falselyEmpty(failedEmpty, there);
    }
    List<Operation> witness =
        new ArrayList<>(List.of(elements.in(failedElement), elements.out(failedElement)));
    StringBuilder names = new StringBuilder();
    for (int e : there) {
      names.append(names.isEmpty() ? "" : ", ").append(elements.value(e));
      witness.add(elements.in(e));
      if (elements.isRemoved(e)) {
        witness.add(elements.out(e));
      }
    }
    String text =
        there.size() == 1
            ? "%s answered %s while the smaller %s was there: it had been put in before, and could"
                + " not have left before the poll ended."
            : "%s answered %s while at each instant one of the smaller %s was there.";
    return new Finding.Violated(
        "priority-inversion",
        capital(
            text.formatted(
                name(elements.out(failedElement)), elements.value(failedElement), names)),
        witness);
  }

  /** Gaps that no element covers, found by union-find. */
  private static final class FreeGaps {
    private final int[] next;
    private final int[] previous;

    FreeGaps(int gaps) {
      next = new int[gaps + 1];
      previous = new int[gaps + 1];
      for (int g = 0; g <= gaps; g++) {
        next[g] = g;
        previous[g] = g;
      }
    }

    /** The first free gap from here on; the last number of all is always free. */
    int next(int gap) {
      int at = Math.min(gap, next.length - 1);
      while (next[at] != at) {
        next[at] = next[next[at]];
        at = next[at];
      }
      return at;
    }

    /** The last free gap up to here; one must exist. */
    int previous(int gap) {
      int at = gap;
      while (at > 0 && previous[at] != at) {
        previous[at] = previous[previous[at]];
        at = previous[at];
      }
      return at;
    }

    void cover(int from, int to) {
      for (int g = next(from); g < to; g = next(g)) {
        next[g] = g + 1;
        previous[g] = Math.max(0, g - 1);
      }
    }
  }
}
