package dev.ordeal.checkers.linearizability.queue;

/** Gaps during which some element must be in the collection. */
final class Cover {
  private final int[] nextFree;
  private final int[] previousFree;
  private final int gaps;

  /**
   * Counts elements from where they are in for certain to where they may be gone.
   *
   * @param from first gap by element
   * @param to first gap by element that is free again
   * @param skip whether to leave an element out; null for none
   */
  Cover(int gaps, int[] from, int[] to, int elements, boolean[] skip) {
    this.gaps = gaps;
    int[] change = new int[gaps + 1];
    for (int e = 0; e < elements; e++) {
      if (from[e] < to[e] && (skip == null || !skip[e])) {
        change[from[e]]++;
        change[to[e]]--;
      }
    }
    nextFree = new int[gaps + 1];
    previousFree = new int[gaps + 1];
    int covered = 0;
    int previous = -1;
    for (int g = 0; g <= gaps; g++) {
      covered += change[g];
      change[g] = covered;
      previous = covered == 0 && g < gaps ? g : previous;
      previousFree[g] = previous;
    }
    int next = gaps;
    for (int g = gaps; g >= 0; g--) {
      next = change[g] == 0 && g < gaps ? g : next;
      nextFree[g] = next;
    }
  }

  /** The first free gap from here on; the number of gaps if there is none. */
  int nextFree(int gap) {
    return nextFree[Math.min(gap, gaps)];
  }

  /** The last free gap up to here; -1 if there is none. */
  int previousFree(int gap) {
    return previousFree[Math.min(gap, gaps)];
  }
}
