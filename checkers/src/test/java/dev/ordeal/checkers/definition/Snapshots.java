package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.EnumSet;
import java.util.Set;

/**
 * Adya's snapshot isolation by start and commit points, and monotonic snapshot reads by a point for
 * each read, over all orders of these points.
 */
final class Snapshots {
  private final Execution execution;
  private final Set<ConsistencyModel> kept;
  private final int[] order;
  private final int[] snapshot;

  private Snapshots(Execution execution, Set<ConsistencyModel> kept) {
    this.execution = execution;
    this.kept = kept;
    order = new int[execution.size()];
    snapshot = new int[execution.size()];
  }

  /** The levels for which some order of points explains an execution. */
  static Set<ConsistencyModel> levels(Execution execution) {
    Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);
    Snapshots points = new Snapshots(execution, kept);
    int[] none = new int[execution.size()];
    points.trySnapshots(ConsistencyModel.SNAPSHOT_ISOLATION, none);
    points.trySnapshots(
        ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION, execution.sessionOrder());
    points.trySnapshots(ConsistencyModel.STRONG_SNAPSHOT_ISOLATION, execution.realTime());
    Orders.forEach((1 << execution.size()) - 1, none, points::tryMonotonic);
    return kept;
  }

  private void trySnapshots(ConsistencyModel level, int[] before) {
    if (place(0, 0, before)) {
      kept.add(level);
    }
  }

  /** Places the next point: a start, of which the reads must fit, or a commit without conflict. */
  private boolean place(int started, int commits, int[] before) {
    if (commits == order.length) {
      return execution.isTraceable(order);
    }
    int committed = committed(commits);
    for (int t = 0; t < order.length; t++) {
      int self = 1 << t;
      if ((started & self) == 0) {
        if ((before[t] & ~committed) == 0 && fits(t, commits)) {
          snapshot[t] = commits;
          if (place(started | self, commits, before)) {
            return true;
          }
        }
      } else if ((committed & self) == 0 && !conflicts(t, commits)) {
        int overwritten = order[commits];
        order[commits] = t;
        if (place(started, commits + 1, before)) {
          return true;
        }
        order[commits] = overwritten;
      }
    }
    return false;
  }

  private int committed(int commits) {
    int mask = 0;
    for (int at = 0; at < commits; at++) {
      mask |= 1 << order[at];
    }
    return mask;
  }

  private boolean fits(int t, int commits) {
    for (int at = 0; at < execution.get(t).micros().size(); at++) {
      if (!fits(t, at, commits)) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(int t, int at, int commits) {
    Micro micro = execution.get(t).micros().get(at);
    return !micro.isRead()
        || !execution.get(t).isCertain()
        || micro.values().equals(Visibility.read(execution, prefix(commits), ~0, t, at));
  }

  private int[] prefix(int commits) {
    return java.util.Arrays.copyOf(order, commits);
  }

  /** Whether somebody who committed since the start wrote what a transaction writes. */
  private boolean conflicts(int t, int commits) {
    if (execution.kind() == Kind.SET) {
      return false;
    }
    for (int at = snapshot[t]; at < commits; at++) {
      for (int key : execution.keys()) {
        if (execution.get(t).writes(key) && execution.get(order[at]).writes(key)) {
          return true;
        }
      }
    }
    return false;
  }

  /** G-MSR: each read sees what had committed at a point, not before those of earlier reads. */
  private void tryMonotonic(int[] commitOrder) {
    if (kept.contains(ConsistencyModel.MONOTONIC_SNAPSHOT_READ)
        || !execution.isTraceable(commitOrder)) {
      return;
    }
    System.arraycopy(commitOrder, 0, order, 0, order.length);
    for (int position = 0; position < order.length; position++) {
      int t = order[position];
      int point = 0;
      for (int at = 0; at < execution.get(t).micros().size(); at++) {
        while (point <= position && !fits(t, at, point)) {
          point++;
        }
        if (point > position) {
          return;
        }
      }
    }
    kept.add(ConsistencyModel.MONOTONIC_SNAPSHOT_READ);
  }
}
