package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.checkers.linearizability.order.Placing;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The linearization behind a way that {@link RegisterSearch} found.
 *
 * <p>The way says when calls took effect visibly, and which writes ended without ever being seen.
 * Each of these goes just before a visible write that was made while it was open; where there was
 * none, to where the register held its value anyway.
 */
final class RegisterOrder {
  private static final int HIDDEN = 0;
  private static final int CHANGE = 1;
  private static final int INSIDE = 2;

  /**
   * What happened on the way, the last first.
   *
   * @param before what happened before; null at the start
   * @param op an operation of the timeline
   * @param step when: the number of a step of the timeline
   * @param hidden whether it ended unseen, else it took effect
   */
  record Path(Path before, int op, int step, boolean hidden) {}

  private final RegisterCalls calls;
  private final int[] calledAt;
  private final Placing placing;

  /** By value: the last time that the register held it, numbered by the changes before. */
  private final int[] lastHeld;

  /** By change: when it was. */
  private final int[] changedAt;

  private int changes;
  private int lastWrite;

  private RegisterOrder(RegisterCalls calls, int length) {
    this.calls = calls;
    this.calledAt = calls.calledAt();
    this.placing = new Placing(length);
    this.changedAt = new int[length + 1];
    this.lastHeld = new int[calls.values.length];
    Arrays.fill(lastHeld, -1);
    lastHeld[0] = 0;
  }

  /** The operations of a way in order, as numbers among those that were given. */
  static int[] of(Path last, RegisterCalls calls) {
    Deque<Path> way = new ArrayDeque<>();
    for (Path path = last; path != null; path = path.before()) {
      way.push(path);
    }
    RegisterOrder order = new RegisterOrder(calls, way.size());
    way.forEach(order::happened);
    return Arrays.stream(order.placing.order()).map(calls.timeline::place).toArray();
  }

  private void happened(Path path) {
    int op = path.op();
    if (path.hidden()) {
      hide(op);
    } else if (calls.type[op] == RegisterCalls.READ) {
      placing.add(op, changes, INSIDE);
    } else {
      changes++;
      changedAt[changes] = path.step();
      lastHeld[calls.to[op]] = changes;
      lastWrite = calls.type[op] == RegisterCalls.WRITE ? changes : lastWrite;
      placing.add(op, changes, CHANGE);
    }
  }

  private void hide(int op) {
    int called = calledAt[op];
    int held = lastHeld[calls.to[op]];
    if (lastWrite > 0 && changedAt[lastWrite] > called) {
      placing.add(op, lastWrite, HIDDEN);
    } else if (held >= 0 && (held == changes || changedAt[held + 1] > called)) {
      placing.add(op, held, INSIDE);
    } else {
      throw new IllegalStateException("a write that could not have been hidden");
    }
  }
}
