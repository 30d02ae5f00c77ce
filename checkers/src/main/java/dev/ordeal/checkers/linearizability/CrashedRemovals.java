package dev.ordeal.checkers.linearizability;

import java.util.Arrays;

/**
 * Shares out the removals that crashed among the elements that must have left by some instant.
 *
 * <p>A crashed removal may take effect at any time from its call on, so all that matters is that it
 * was called before the element's deadline: giving the earliest to the earliest deadline finds a
 * way if there is one.
 */
final class CrashedRemovals {
  static final int NO_DEADLINE = Integer.MAX_VALUE;

  private CrashedRemovals() {}

  /**
   * Starts of removals by element; -1 for none.
   *
   * @param starts of the crashed removals, ascending
   * @param deadlines by element: a removal called at this rank or later comes too late
   * @return the element that is left without is complemented in place 0 of an array of length 1
   */
  static Shares share(int[] starts, int[] deadlines, int elements) {
    long[] waiting = new long[elements];
    int count = 0;
    for (int e = 0; e < elements; e++) {
      if (deadlines[e] != NO_DEADLINE) {
        waiting[count++] = ((long) deadlines[e] << 32) | e;
      }
    }
    Arrays.sort(waiting, 0, count);
    int[] byElement = Elements.filled(elements);
    for (int i = 0; i < count; i++) {
      int element = (int) waiting[i];
      if (i >= starts.length || starts[i] >= deadlines[element]) {
        return new Shares(byElement, element, count);
      }
      byElement[element] = starts[i];
    }
    return new Shares(byElement, Elements.NONE, count);
  }

  /**
   * Who got which.
   *
   * @param start by element, the rank at which its removal was called; -1 for none
   * @param without the first element for which none was left; -1 if all were served
   * @param used how many have a deadline
   */
  record Shares(int[] start, int without, int used) {}
}
