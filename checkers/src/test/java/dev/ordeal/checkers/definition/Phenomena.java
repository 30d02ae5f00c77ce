package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Adya's levels: a history keeps a level iff, with some version order of each object, its direct
 * serialization graph is free of the phenomena that the level proscribes. Strong-session and strong
 * forms add session order and real time to the edges of a cycle.
 *
 * <p>The elements of a set are objects of their own: each has an initial version, absent, and the
 * one that its addition installs.
 */
final class Phenomena {
  private final Execution execution;
  private final Set<ConsistencyModel> kept;
  private List<List<Read>> reads = List.of();

  private Phenomena(Execution execution, Set<ConsistencyModel> kept) {
    this.execution = execution;
    this.kept = kept;
  }

  /** The levels that proscribe nothing that an execution exhibits. */
  static Set<ConsistencyModel> levels(Execution execution) {
    Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);
    Phenomena phenomena = new Phenomena(execution, kept);
    Sources.forEach(execution, phenomena::tryReads);
    DirtyWrites.addLevels(execution, kept);
    return kept;
  }

  private void tryReads(List<List<Read>> choice) {
    reads = choice;
    VersionOrders.forEach(execution, this::tryVersions);
  }

  private void tryVersions(VersionOrders versions) {
    int n = execution.size();
    int[] write = versions.writeDependencies();
    int[] read = new int[n];
    int[] anti = new int[n];
    for (int t = 0; t < n; t++) {
      for (Read one : reads.get(t)) {
        for (int from = 0; from < n; from++) {
          read[from] |= (one.seen() & 1 << from) != 0 ? 1 << t : 0;
        }
        anti[t] |= versions.overwriters(t, one);
      }
    }
    int[] depends = Orders.union(write, read);
    int[] after = Orders.closure(depends);
    if (!Orders.isAcyclic(after)) {
      return;
    }
    kept.add(ConsistencyModel.READ_COMMITTED);
    int[] session = Orders.inverse(execution.sessionOrder());
    int[] time = Orders.inverse(execution.realTime());
    keeps(ConsistencyModel.STRONG_SESSION_READ_COMMITTED, isAcyclic(depends, session));
    keeps(ConsistencyModel.STRONG_READ_COMMITTED, isAcyclic(depends, time));
    keeps(ConsistencyModel.MONOTONIC_ATOMIC_VIEW, !hasVanished(versions));
    keeps(ConsistencyModel.CURSOR_STABILITY, !hasLostUpdate(versions));
    keeps(ConsistencyModel.MONOTONIC_VIEW, !isMonotonicViewBroken(versions, depends));
    boolean isConsistent = !hasSingleAntiDependency(after, anti);
    keeps(ConsistencyModel.CONSISTENT_VIEW, isConsistent);
    // Start points are free, so all transactions may be concurrent: then G-SIb is G-single.
    keeps(ConsistencyModel.FORWARD_CONSISTENT_VIEW, isConsistent);
    keeps(ConsistencyModel.UPDATE_SERIALIZABLE, !hasCycleOfUpdates(depends, anti));
    boolean isSerializable = isAcyclic(depends, anti);
    keeps(ConsistencyModel.REPEATABLE_READ, isSerializable);
    keeps(ConsistencyModel.SERIALIZABLE, isSerializable);
    int[] all = Orders.union(depends, anti);
    keeps(ConsistencyModel.STRONG_SESSION_SERIALIZABLE, isAcyclic(all, session));
    keeps(ConsistencyModel.STRICT_SERIALIZABLE, isAcyclic(all, time));
  }

  private void keeps(ConsistencyModel level, boolean isKept) {
    if (isKept) {
      kept.add(level);
    }
  }

  private static boolean isAcyclic(int[] one, int[] other) {
    return Orders.isAcyclic(Orders.closure(Orders.union(one, other)));
  }

  /** OTV: a later read misses a write of a transaction of which an earlier one saw some. */
  private boolean hasVanished(VersionOrders versions) {
    for (int t = 0; t < execution.size(); t++) {
      int seen = 0;
      for (Read read : reads.get(t)) {
        if ((versions.missed(t, read) & seen) != 0) {
          return true;
        }
        seen |= read.seen();
      }
    }
    return false;
  }

  /**
   * G-cursor: a cycle of write dependencies and one anti-dependency or more, all by one object; as
   * versions of an object are in one order, the reader's own write is behind what it missed.
   */
  private boolean hasLostUpdate(VersionOrders versions) {
    for (int t = 0; t < execution.size(); t++) {
      for (Read read : reads.get(t)) {
        int before = versions.writersBefore(t, read.key());
        if ((versions.missed(t, read) & before) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** G-single: a cycle with exactly one anti-dependency. */
  private static boolean hasSingleAntiDependency(int[] after, int[] anti) {
    for (int reader = 0; reader < anti.length; reader++) {
      for (int writer = 0; writer < anti.length; writer++) {
        if ((anti[reader] & 1 << writer) != 0 && (after[writer] & 1 << reader) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * G-monotonic: in the graph in which one transaction is unfolded into its events, a cycle with
   * exactly one anti-dependency, from a read of this transaction.
   */
  private boolean isMonotonicViewBroken(VersionOrders versions, int[] depends) {
    for (int t = 0; t < execution.size(); t++) {
      int self = 1 << t;
      int[] others = new int[depends.length];
      for (int other = 0; other < others.length; other++) {
        others[other] = other == t ? 0 : depends[other] & ~self;
      }
      int[] reach = Orders.closure(others);
      List<Micro> micros = execution.get(t).micros();
      int entering = 0;
      int next = 0;
      for (int at = 0; at < micros.size(); at++) {
        if (next < reads.get(t).size() && reads.get(t).get(next).at() == at) {
          Read one = reads.get(t).get(next++);
          entering |= one.seen();
          for (int k = 0; k < reach.length; k++) {
            boolean isMissed = (versions.overwriters(t, one) & 1 << k) != 0;
            if (isMissed && ((reach[k] | 1 << k) & entering) != 0) {
              return true;
            }
          }
        } else if (!micros.get(at).isRead()) {
          entering |= versions.writersBefore(t, micros.get(at).key());
        }
      }
    }
    return false;
  }

  /**
   * G-update: a cycle with anti-dependencies among transactions that write and one that does not.
   */
  private boolean hasCycleOfUpdates(int[] depends, int[] anti) {
    List<Integer> readers = new ArrayList<>();
    int updates = 0;
    for (int t = 0; t < execution.size(); t++) {
      boolean isUpdate = execution.get(t).micros().stream().anyMatch(micro -> !micro.isRead());
      if (isUpdate) {
        updates |= 1 << t;
      } else {
        readers.add(t);
      }
    }
    int[] all = Orders.union(depends, anti);
    if (!isAcyclicAmong(all, updates)) {
      return true;
    }
    for (int reader : readers) {
      if (!isAcyclicAmong(all, updates | 1 << reader)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAcyclicAmong(int[] edges, int members) {
    int[] some = new int[edges.length];
    for (int t = 0; t < edges.length; t++) {
      some[t] = (members & 1 << t) != 0 ? edges[t] & members : 0;
    }
    return Orders.isAcyclic(Orders.closure(some));
  }
}
