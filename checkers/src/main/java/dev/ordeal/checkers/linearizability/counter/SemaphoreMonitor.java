package dev.ordeal.checkers.linearizability.counter;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of a mutex or a semaphore whose permits have no owner, in O(n log n).
 *
 * <p>All acquisitions are alike and so are all releases. Each takes effect as late as possible: at
 * its return, or when the permit it gives or takes is needed by another's return; of several that
 * could, the one that returns first. Whatever is done beyond that before a return can be put off
 * until after it, because the state it leads to stays reachable; so if this way fails, every way
 * does. Crashed operations return last of all and are used only where needed.
 */
public final class SemaphoreMonitor implements Walk.Visitor {
  private static final int NONE = -1;

  private final Columns columns;
  private final Walk walk;
  private final int permits;
  private final byte[] roles;
  private final boolean[] done;
  private final int[] order;
  private final Earliest acquires = new Earliest();
  private final Earliest releases = new Earliest();
  private final Deque<Integer> holders = new ArrayDeque<>();
  private int length;
  private int lastRelease = NONE;
  private Finding wrong;

  private SemaphoreMonitor(Columns columns, Walk walk, int permits) {
    this.columns = columns;
    this.walk = walk;
    this.permits = permits;
    this.roles = roles(columns);
    this.done = new boolean[walk.size()];
    this.order = new int[walk.size()];
  }

  /**
   * Decides for one mutex or semaphore; always present.
   *
   * @param operations their numbers, ascending
   * @param permits how many may be held at a time
   * @throws IllegalArgumentException if an operation neither acquires nor releases
   */
  public static Optional<Finding> decide(Columns columns, int[] operations, int permits) {
    Walk walk = Walk.of(columns, operations);
    SemaphoreMonitor permitsLeft = new SemaphoreMonitor(columns, walk, permits);
    walk.go(columns, permitsLeft);
    return Optional.of(
        permitsLeft.wrong != null
            ? permitsLeft.wrong
            : new Finding.Linearizable(permitsLeft::order));
  }

  /** By function: 1 for acquire, 2 for release, 0 for anything else. */
  private static byte[] roles(Columns columns) {
    byte[] roles = new byte[columns.functionCount()];
    for (int f = 0; f < roles.length; f++) {
      String name = columns.functionName(f);
      roles[f] = (byte) (name.equals("acquire") ? 1 : name.equals("release") ? 2 : 0);
    }
    return roles;
  }

  private boolean isAcquire(int number) {
    int operation = walk.operation(number);
    byte role = roles[columns.function(operation)];
    if (role == 0) {
      throw new IllegalArgumentException(
          "operation %d: expected acquire or release, not %s"
              .formatted(
                  columns.operation(operation).invocation().index(),
                  columns.functionName(columns.function(operation))));
    }
    return role == 1;
  }

  @Override
  public boolean called(int number) {
    int end = columns.returnAt(walk.operation(number));
    (isAcquire(number) ? acquires : releases).add(end, number);
    return true;
  }

  @Override
  public boolean returned(int number) {
    if (done[number]) {
      return true;
    }
    if (isAcquire(number)) {
      if (holders.size() == permits && !release()) {
        wrong = tooMany(number);
        return false;
      }
      acquire();
    } else {
      if (holders.isEmpty() && !acquire()) {
        wrong = nothingHeld(number);
        return false;
      }
      release();
    }
    return true;
  }

  /** Lets the open acquisition that returns first take effect; false if none is open. */
  private boolean acquire() {
    if (acquires.isEmpty()) {
      return false;
    }
    int number = acquires.take();
    holders.add(number);
    finish(number);
    return true;
  }

  private boolean release() {
    if (releases.isEmpty()) {
      return false;
    }
    int number = releases.take();
    holders.remove();
    lastRelease = number;
    finish(number);
    return true;
  }

  private void finish(int number) {
    done[number] = true;
    order[length++] = walk.operation(number);
  }

  private int[] order() {
    return java.util.Arrays.copyOf(order, length);
  }

  private Operation op(int number) {
    return columns.operation(walk.operation(number));
  }

  private Finding tooMany(int number) {
    List<Operation> witness = new ArrayList<>();
    holders.forEach(holder -> witness.add(op(holder)));
    if (lastRelease != NONE) {
      witness.add(op(lastRelease));
    }
    Operation acquired = op(number);
    witness.add(acquired);
    witness.sort((a, b) -> Long.compare(a.invocation().index(), b.invocation().index()));
    String text =
        permits == 1
            ? "%s succeeded although the lock was held: every release called before it returned"
                + " was needed for an earlier acquire."
            : "%s succeeded although all "
                + permits
                + " permits were held: every release called before it returned was needed for an"
                + " earlier acquire.";
    return new Finding.Violated("double-grant", capital(text.formatted(name(acquired))), witness);
  }

  private Finding nothingHeld(int number) {
    Operation released = op(number);
    List<Operation> witness = new ArrayList<>();
    if (lastRelease != NONE) {
      witness.add(op(lastRelease));
    }
    witness.add(released);
    String text =
        "%s succeeded although nothing was held: every acquire called before it returned was"
            + " needed for another release.";
    return new Finding.Violated(
        "release-without-acquire", capital(text.formatted(name(released))), witness);
  }
}
