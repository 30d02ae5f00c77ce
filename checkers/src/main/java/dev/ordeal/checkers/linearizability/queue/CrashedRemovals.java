package dev.ordeal.checkers.linearizability.queue;

import java.util.Arrays;

/**
 * Shares out the removals that crashed among the elements that nobody saw leave.
 *
 * <p>A crashed removal may take effect at any time from its call on, so all that matters is whether
 * it was called early enough. Taking elements by their deadlines, and for each any removal that was
 * called before, serves all deadlines if that can be done, because who comes later has at least the
 * same choice. Of the possible removals the last is taken: the earlier ones can serve anybody.
 */
final class CrashedRemovals {
  static final int NO_DEADLINE = Integer.MAX_VALUE;
  private static final int NONE = Elements.NONE;

  private final Elements elements;
  private final int[] calls;

  CrashedRemovals(Elements elements) {
    this.elements = elements;
    this.calls = elements.crashedRemovals;
  }

  boolean none() {
    return calls.length == 0;
  }

  /** As if there were enough for everybody, called as early as the first one was. */
  int[] atBest() {
    int[] start = new int[elements.count];
    Arrays.fill(start, none() ? NONE : calls[0]);
    return start;
  }

  /**
   * Serves the deadlines.
   *
   * @param deadlines by element: a removal called at this rank or later comes too late
   */
  Shares byDeadline(int[] deadlines) {
    Available available = new Available();
    int[] start = Elements.filled(elements.count);
    int without = serve(deadlines, start, available);
    return new Shares(start, without);
  }

  /**
   * Removals by element that serve the deadlines, if that can be done; -1 for none.
   *
   * @param start by element, the rank at which its removal was called
   * @param without the first element for which none was left; -1 if all deadlines were served
   */
  record Shares(int[] start, int without) {}

  /** Removals for everybody, whatever the deadlines, in the order of the insertions. */
  int[] inOrder() {
    int[] none = new int[elements.count];
    Arrays.fill(none, NO_DEADLINE);
    return everybody(none);
  }

  /** Removals for those with deadlines first, then for the others as far as they go. */
  int[] everybody(int[] deadlines) {
    Available available = new Available();
    int[] start = Elements.filled(elements.count);
    serve(deadlines, start, available);
    // Taken before its insertion was over, an element troubles nobody.
    long[] waiting = new long[elements.count];
    int count = 0;
    for (int e = 0; e < elements.count; e++) {
      if (!elements.isRemoved(e) && start[e] == NONE) {
        waiting[count++] = ((long) elements.insertEnd[e] << 32) | e;
      }
    }
    Arrays.sort(waiting, 0, count);
    for (int i = 0; i < count; i++) {
      int element = (int) waiting[i];
      int call = available.takeBefore(elements.insertEnd[element]);
      start[element] = call == NONE ? available.takeAfter(elements.insertEnd[element]) : call;
    }
    return start;
  }

  private int serve(int[] deadlines, int[] start, Available available) {
    long[] waiting = new long[elements.count];
    int count = 0;
    for (int e = 0; e < elements.count; e++) {
      if (deadlines[e] != NO_DEADLINE) {
        waiting[count++] = ((long) deadlines[e] << 32) | e;
      }
    }
    Arrays.sort(waiting, 0, count);
    for (int i = 0; i < count; i++) {
      int element = (int) waiting[i];
      start[element] = available.takeBefore(deadlines[element]);
      if (start[element] == NONE) {
        return element;
      }
    }
    return NONE;
  }

  /** The removals that are left, found by union-find. */
  private final class Available {
    /** By place, shifted by one: itself if it is left, else one before or after. */
    private final int[] before = new int[calls.length + 2];

    private final int[] after = new int[calls.length + 2];

    Available() {
      Arrays.setAll(before, i -> i);
      Arrays.setAll(after, i -> i);
    }

    int takeBefore(int rank) {
      int at = Arrays.binarySearch(calls, rank);
      int place = find(before, at >= 0 ? at : -at - 1);
      return place == 0 ? NONE : take(place);
    }

    int takeAfter(int rank) {
      int at = Arrays.binarySearch(calls, rank);
      int place = find(after, (at >= 0 ? at : -at - 1) + 1);
      return place == calls.length + 1 ? NONE : take(place);
    }

    private int take(int place) {
      before[place] = place - 1;
      after[place] = place + 1;
      return calls[place - 1];
    }

    private static int find(int[] links, int from) {
      int at = from;
      while (links[at] != at) {
        links[at] = links[links[at]];
        at = links[at];
      }
      return at;
    }
  }
}
