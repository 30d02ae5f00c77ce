package dev.ordeal.checkers.session;

import dev.ordeal.checkers.solver.Ints;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** Which writes objects hold after some steps. Not thread-safe. */
final class ObjectState {
  private static final int NOBODY = Trace.NOBODY;

  private final Trace trace;

  /** By key, of registers: the last write; of others: how many writes there were. */
  private final int[] last;

  private final int[] counts;

  /** By write of a register: the one of the same key before it. */
  private int[] previous;

  private final int[] ownPrevious;

  ObjectState(Trace trace) {
    this.trace = trace;
    boolean isRegister = trace.shape == Shape.REGISTER;
    last = new int[isRegister ? trace.keyCount() : 0];
    counts = new int[isRegister ? 0 : trace.keyCount()];
    ownPrevious = new int[isRegister ? trace.size() : 0];
    previous = ownPrevious;
    clear();
  }

  /** Begins again, before all steps. */
  void clear() {
    Arrays.fill(last, NOBODY);
    Arrays.fill(counts, 0);
    previous = ownPrevious;
  }

  /**
   * Takes what another one took, in its order, except what this one took before.
   *
   * <p>The other one must take nothing more while this one is used. Of writes that came before
   * this, {@link #previous} is not known any more.
   *
   * @param own what this one took before
   * @param isOwn whether it did
   * @param isOther whether the other one did
   */
  void join(ObjectState other, Ints own, IntPredicate isOwn, IntPredicate isOther) {
    System.arraycopy(other.last, 0, last, 0, last.length);
    System.arraycopy(other.counts, 0, counts, 0, counts.length);
    previous = other.previous;
    for (int i = 0; i < own.size(); i++) {
      int step = own.get(i);
      if (!trace.isWrite(step)) {
        continue;
      }
      int key = trace.key(step);
      if (trace.shape != Shape.REGISTER) {
        counts[key] += isOther.test(step) ? 0 : 1;
      } else {
        int write = other.last[key];
        while (write != NOBODY && isOwn.test(write)) {
          write = previous[write];
        }
        last[key] = write == NOBODY ? step : write;
      }
    }
  }

  /** Takes one more step. */
  void take(int step) {
    if (!trace.isWrite(step)) {
      return;
    }
    int key = trace.key(step);
    if (trace.shape == Shape.REGISTER) {
      previous[step] = last[key];
      last[key] = step;
    } else {
      counts[key]++;
    }
  }

  /** The last write to a register; nobody if there was none. */
  int last(int key) {
    return last[key];
  }

  /** The write to the same register before another; nobody if there was none. */
  int previous(int write) {
    return previous[write];
  }

  /** How many writes a list or set has had. */
  int count(int key) {
    return counts[key];
  }
}
