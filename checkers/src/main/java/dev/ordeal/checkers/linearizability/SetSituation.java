package dev.ordeal.checkers.linearizability;

import java.util.Arrays;

/**
 * A possible state of a set, and how it came about. Two are the same if they are from now on.
 *
 * @param changes where elements are otherwise than in the base: {@code element << 2 | state},
 *     ascending
 * @param done the open calls that took effect, ascending
 * @param path what took effect, the last first; null if nothing has
 */
record SetSituation(int[] changes, int[] done, Path path) {
  /** What took effect last, and what before. */
  record Path(Path before, int call) {}

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
    return SetCalls.contains(done, call);
  }

  SetSituation with(int call) {
    return new SetSituation(changes, inserted(done, call), new Path(path, call));
  }

  /** A crashed call took effect: nobody will ask for it again. */
  SetSituation after(int call) {
    return new SetSituation(changes, done, new Path(path, call));
  }

  SetSituation without(int call) {
    int at = Arrays.binarySearch(done, call);
    int[] rest = Arrays.copyOf(done, done.length - 1);
    System.arraycopy(done, at + 1, rest, at, rest.length - at);
    return new SetSituation(changes, rest, path);
  }

  SetSituation changed(int element, int state) {
    int at = place(element);
    int entry = element << 2 | state;
    if (at < changes.length && changes[at] >> 2 == element) {
      int[] copy = changes.clone();
      copy[at] = entry;
      return new SetSituation(copy, done, path);
    }
    return new SetSituation(inserted(changes, entry), done, path);
  }

  /** Where the element's entry is, or would be. */
  int place(int element) {
    int at = Arrays.binarySearch(changes, element << 2);
    return at < 0 ? ~at : at;
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
