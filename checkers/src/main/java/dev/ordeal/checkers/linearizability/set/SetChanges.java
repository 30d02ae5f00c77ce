package dev.ordeal.checkers.linearizability.set;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is in a set in a situation, and what situations its open calls lead to.
 *
 * <p>What all situations agree on is the base; each knows where it differs from that.
 */
final class SetChanges {
  static final int NOT_YET = 0;
  static final int THERE = 1;
  static final int GONE = 2;

  private final SetCalls calls;
  private final OpenSetCalls open;
  private final WaitingReads waiting;

  /** By element: what all situations agree on unless they say otherwise. */
  private final byte[] base;

  private final IntSet present;

  /** By element: the last read that was compared with the base and saw it. */
  private final int[] seenBy;

  SetChanges(SetCalls calls, OpenSetCalls open, WaitingReads waiting) {
    this.calls = calls;
    this.open = open;
    this.waiting = waiting;
    base = new byte[calls.elementCount];
    present = IntSet.upTo(calls.elementCount);
    seenBy = new int[calls.elementCount];
    Arrays.fill(seenBy, -1);
  }

  /** An element is added: all open removals may have come before, in vain. */
  Optional<SetSituation> added(SetSituation s, int element) {
    int add = open.addition(element);
    if (add < 0 || state(s, element) != NOT_YET) {
      return Optional.empty();
    }
    SetSituation after = s;
    for (int call = open.first(element); call >= 0; call = open.next(call)) {
      if (after.isDone(call) || calls.isCrashed(call)) {
        continue;
      }
      if (calls.roles[call] == SetCalls.Role.LACKS) {
        after = after.with(call);
      } else if (calls.roles[call] == SetCalls.Role.REMOVE) {
        after = after.withUnsettled(call);
      }
    }
    after = calls.isCrashed(add) ? after.after(add) : after.with(add);
    return Optional.of(after.changed(element, THERE));
  }

  /** An element is removed, by one of the open removals or by all of them. */
  Optional<SetSituation> taken(SetSituation s, int element) {
    if (state(s, element) != THERE) {
      return Optional.empty();
    }
    int crashed = -1;
    boolean isTaken = false;
    SetSituation after = s;
    for (int call = open.first(element); call >= 0; call = open.next(call)) {
      if (calls.roles[call] == SetCalls.Role.HAS && !after.isDone(call)) {
        after = after.with(call);
      } else if (calls.roles[call] == SetCalls.Role.REMOVE && calls.isCrashed(call)) {
        crashed = call;
      }
    }
    for (int call = open.first(element); call >= 0; call = open.next(call)) {
      if (calls.roles[call] == SetCalls.Role.REMOVE && !calls.isCrashed(call)) {
        after = after.isDone(call) ? after.settled(call) : after.with(call);
        isTaken = true;
      }
    }
    if (!isTaken && crashed < 0) {
      return Optional.empty();
    }
    after = isTaken ? after : after.after(crashed);
    return Optional.of(after.changed(element, GONE));
  }

  /** All is changed that a read saw otherwise, and it takes effect. */
  Optional<SetSituation> changedFor(SetSituation s, int read, int[] missing) {
    Optional<SetSituation> way = Optional.of(s);
    for (int i = 0; i < missing.length && way.isPresent(); i++) {
      int element = missing[i];
      boolean isNew = state(s, element) == NOT_YET;
      way = way.flatMap(before -> isNew ? added(before, element) : taken(before, element));
    }
    return way.map(after -> after.with(read, waiting));
  }

  /** Whether there are open calls that may change all of some elements. */
  boolean areWithinReach(SetSituation s, int[] elements) {
    for (int element : elements) {
      int call =
          switch (state(s, element)) {
            case NOT_YET -> open.addition(element);
            case THERE -> open.first(element);
            default -> OpenSetCalls.NONE;
          };
      if (call < 0) {
        return false;
      }
    }
    return true;
  }

  /** The elements that a read saw otherwise than they are. */
  int[] missing(SetSituation s, int read) {
    IntSet wrong = waiting.wrong(read);
    IntSet missing = IntSet.ofFew();
    for (int i = 0; i < wrong.size(); i++) {
      if (isWrong(s, read, wrong.get(i))) {
        missing.add(wrong.get(i));
      }
    }
    for (int entry : s.changes()) {
      if (!wrong.contains(entry >> 2) && isWrong(s, read, entry >> 2)) {
        missing.add(entry >> 2);
      }
    }
    return missing.toArray();
  }

  /** Whether a waiting read saw an element otherwise than it is. */
  boolean isWrong(SetSituation s, int read, int element) {
    return waiting.sees(read, element) != (state(s, element) == THERE);
  }

  /** Whether a waiting read saw everything as it is. */
  boolean matches(SetSituation s, int read) {
    int wrongs = waiting.wrong(read).size();
    if (wrongs > s.changes().length) {
      return false;
    }
    for (int entry : s.changes()) {
      boolean was = base[entry >> 2] == THERE;
      boolean is = (entry & 3) == THERE;
      if (was != is) {
        wrongs += waiting.sees(read, entry >> 2) == is ? -1 : 1;
      }
    }
    return wrongs == 0;
  }

  /** A read takes effect as soon as it can: that forecloses nothing. */
  SetSituation withReads(SetSituation s) {
    SetSituation result = s;
    for (int i = 0; i < waiting.count(); i++) {
      int read = waiting.get(i);
      if (matches(result, read) && !waiting.isIn(result.reads(), read)) {
        result = result.with(read, waiting);
      }
    }
    return result;
  }

  /** {@link #NOT_YET}, {@link #THERE} or {@link #GONE}. */
  int state(SetSituation s, int element) {
    int at = s.place(element);
    return at < s.changes().length && s.changes()[at] >> 2 == element
        ? s.changes()[at] & 3
        : base[element];
  }

  /** All situations agree on an element. */
  void settle(int element, int state) {
    boolean was = base[element] == THERE;
    boolean is = state == THERE;
    base[element] = (byte) state;
    if (was != is) {
      present.toggle(element);
      waiting.toggle(element);
    }
  }

  /** The elements that the base has otherwise than a read saw them. */
  IntSet difference(int read) {
    IntSet difference = IntSet.ofFew();
    int common = 0;
    for (int at = calls.contents.from(read); at < calls.contents.until(read); at++) {
      int element = calls.contents.elements[at];
      seenBy[element] = read;
      if (base[element] == THERE) {
        common++;
      } else {
        difference.add(element);
      }
    }
    if (common < present.size()) {
      for (int i = 0; i < present.size(); i++) {
        if (seenBy[present.get(i)] != read) {
          difference.add(present.get(i));
        }
      }
    }
    return difference;
  }
}
