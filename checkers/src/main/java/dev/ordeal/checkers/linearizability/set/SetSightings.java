package dev.ordeal.checkers.linearizability.set;

import java.util.Arrays;

/** When each element of a set is seen last, and asked to be removed first. */
final class SetSightings {
  private final SetCalls calls;

  /** By element, in time: -1 for never. */
  private final int[] lastCall;

  private final int[] lastReturn;

  /** By element, in time: the largest number for never. */
  private final int[] earliestRemoval;

  SetSightings(SetCalls calls) {
    this.calls = calls;
    lastCall = new int[calls.elementCount];
    lastReturn = new int[calls.elementCount];
    earliestRemoval = new int[calls.elementCount];
    Arrays.fill(lastCall, -1);
    Arrays.fill(lastReturn, -1);
    Arrays.fill(earliestRemoval, Integer.MAX_VALUE);
    for (int i = 0; i < calls.size(); i++) {
      int element = calls.elements[i];
      switch (calls.roles[i]) {
        case READ -> {
          for (int at = calls.contents.from(i); at < calls.contents.until(i); at++) {
            sighted(calls.contents.elements[at], i);
          }
        }
        case HAS -> sighted(element, i);
        case REMOVE ->
            earliestRemoval[element] = Math.min(earliestRemoval[element], calls.calledAt[i]);
        default -> {}
      }
    }
  }

  private void sighted(int element, int call) {
    lastCall[element] = Math.max(lastCall[element], calls.calledAt[call]);
    lastReturn[element] = Math.max(lastReturn[element], calls.returnedAt[call]);
  }

  /** Whether somebody sees an element who is called after an instant. */
  boolean isByLaterCall(int element, int now) {
    return lastCall[element] > now;
  }

  /** Whether somebody sees an element who returns after an instant. */
  boolean isByLaterReturn(int element, int now) {
    return lastReturn[element] > now;
  }

  /** When the first call to remove an element comes. */
  int earliestRemoval(int element) {
    return earliestRemoval[element];
  }
}
