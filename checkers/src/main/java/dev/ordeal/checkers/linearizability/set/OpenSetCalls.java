package dev.ordeal.checkers.linearizability.set;

import java.util.Arrays;

/** The calls on single elements of a set that have not returned, crashed ones included. */
final class OpenSetCalls {
  static final int NONE = -1;

  private final SetCalls calls;

  /** By element. */
  private final int[] addition;

  /** By element: the newest of its other open calls, each of which knows the one before. */
  private final int[] first;

  private final int[] next;

  OpenSetCalls(SetCalls calls) {
    this.calls = calls;
    addition = new int[calls.elementCount];
    first = new int[calls.elementCount];
    next = new int[calls.size()];
    Arrays.fill(addition, NONE);
    Arrays.fill(first, NONE);
    Arrays.fill(next, NONE);
  }

  /** The open addition of an element, or {@link #NONE}. */
  int addition(int element) {
    return addition[element];
  }

  /** One of the other open calls on an element, or {@link #NONE}. */
  int first(int element) {
    return first[element];
  }

  /** The one after another, or {@link #NONE}. */
  int next(int call) {
    return next[call];
  }

  void add(int call) {
    int element = calls.elements[call];
    if (calls.roles[call] == SetCalls.Role.ADD) {
      addition[element] = call;
    } else {
      next[call] = first[element];
      first[element] = call;
    }
  }

  void remove(int call) {
    int element = calls.elements[call];
    if (calls.roles[call] == SetCalls.Role.ADD) {
      addition[element] = NONE;
    } else if (first[element] == call) {
      first[element] = next[call];
    } else {
      int before = first[element];
      while (next[before] != call) {
        before = next[before];
      }
      next[before] = next[call];
    }
  }
}
