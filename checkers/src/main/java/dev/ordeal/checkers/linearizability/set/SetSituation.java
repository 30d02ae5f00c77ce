package dev.ordeal.checkers.linearizability.set;

import java.util.Arrays;

/**
 * A possible state of a set, and how it came about. Two are the same if they are from now on.
 *
 * @param changes where elements are otherwise than in the base: {@code element << 2 | state},
 *     ascending
 * @param done the open calls that took effect, ascending; a removal of an element that is there may
 *     still become the one that takes it away
 * @param reads which of these are reads that wait, as a mask of {@link WaitingReads}
 * @param path what took effect, the last first; null where nobody wants to know
 */
record SetSituation(int[] changes, int[] done, long[] reads, Path path) {
  /** What took effect last, and what before. */
  record Path(Path before, int call) {
    /** Nothing has taken effect yet. */
    static final Path START = new Path(null, -1);

    private static Path and(Path before, int call) {
      return before == null ? null : new Path(before, call);
    }
  }

  private static final int[] NONE = {};

  /** Nothing has been called, and none of the waiting reads is done. */
  static SetSituation first(long[] reads, boolean keepsPath) {
    return new SetSituation(NONE, NONE, reads, keepsPath ? Path.START : null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SetSituation s
        && Arrays.equals(changes, s.changes)
        && Arrays.equals(done, s.done);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(changes) + Arrays.hashCode(done);
  }

  boolean isDone(int call) {
    return contains(done, call);
  }

  /** A call other than a read took effect. */
  SetSituation with(int call) {
    return new SetSituation(changes, inserted(done, call), reads, Path.and(path, call));
  }

  /**
   * A call took effect, or may have: where it stands among the others is left open until {@link
   * #settled}.
   */
  SetSituation withUnsettled(int call) {
    return new SetSituation(changes, inserted(done, call), reads, path);
  }

  /** A call that took effect stands here, or, as its complement, at an earlier place. */
  SetSituation settled(int call) {
    return new SetSituation(changes, done, reads, Path.and(path, call));
  }

  /** A read took effect. */
  SetSituation with(int read, WaitingReads waiting) {
    return new SetSituation(
        changes, inserted(done, read), waiting.with(reads, read, true), Path.and(path, read));
  }

  /** A read that took effect waits no more. */
  SetSituation noMore(int read, WaitingReads waiting) {
    return new SetSituation(changes, done, waiting.with(reads, read, false), path);
  }

  /** A crashed call took effect: nobody will ask for it again. */
  SetSituation after(int call) {
    return new SetSituation(changes, done, reads, Path.and(path, call));
  }

  /** A call is over; which waiting reads are done then. */
  SetSituation without(int call, long[] waitingReads) {
    int at = Arrays.binarySearch(done, call);
    int[] rest = Arrays.copyOf(done, done.length - 1);
    System.arraycopy(done, at + 1, rest, at, rest.length - at);
    return new SetSituation(changes, rest, waitingReads, path);
  }

  SetSituation changed(int element, int state) {
    int at = place(element);
    int entry = element << 2 | state;
    if (at < changes.length && changes[at] >> 2 == element) {
      int[] copy = changes.clone();
      copy[at] = entry;
      return new SetSituation(copy, done, reads, path);
    }
    return new SetSituation(inserted(changes, entry), done, reads, path);
  }

  /** Some of its changes are in the base now. */
  SetSituation withoutChanges(int[] settled) {
    int[] rest =
        settled.length == changes.length
            ? NONE
            : Arrays.stream(changes).filter(entry -> !contains(settled, entry)).toArray();
    return new SetSituation(rest, done, reads, path);
  }

  /** Where the element's entry is, or would be. */
  int place(int element) {
    int at = Arrays.binarySearch(changes, element << 2);
    return at < 0 ? ~at : at;
  }

  /** Whether a number is among some ascending ones; most that are asked for are beyond the ends. */
  static boolean contains(int[] ascending, int number) {
    int last = ascending.length - 1;
    return last >= 0
        && ascending[0] <= number
        && number <= ascending[last]
        && Arrays.binarySearch(ascending, number) >= 0;
  }

  private static int[] inserted(int[] sorted, int value) {
    int at = ~Arrays.binarySearch(sorted, value);
    int[] more = new int[sorted.length + 1];
    System.arraycopy(sorted, 0, more, 0, at);
    more[at] = value;
    System.arraycopy(sorted, at, more, at + 1, sorted.length - at);
    return more;
  }
}
