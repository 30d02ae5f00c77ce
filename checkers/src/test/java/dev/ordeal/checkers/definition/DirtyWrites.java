package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adya's PL-1, which proscribes G0 (dirty writes) alone: reads may show what was aborted or
 * intermediate, but they must fit some history: nothing that nobody wrote, what the transaction
 * itself wrote before, and of a list nothing that contradicts the order of its committed elements.
 */
final class DirtyWrites {
  private DirtyWrites() {}

  /** Adds PL-1, and its strong-session and strong forms, if an execution keeps them. */
  static void addLevels(Execution execution, Set<ConsistencyModel> kept) {
    if (!isHistory(execution)) {
      return;
    }
    int[] none = new int[execution.size()];
    int[] session = Orders.inverse(execution.sessionOrder());
    int[] time = Orders.inverse(execution.realTime());
    VersionOrders.forEachOfCommitted(
        execution,
        versions -> {
          int[] write = versions.writeDependencies();
          add(ConsistencyModel.READ_UNCOMMITTED, write, none, kept);
          add(ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED, write, session, kept);
          add(ConsistencyModel.STRONG_READ_UNCOMMITTED, write, time, kept);
        });
  }

  private static void add(
      ConsistencyModel level, int[] write, int[] order, Set<ConsistencyModel> kept) {
    if (Orders.isAcyclic(Orders.closure(Orders.union(write, order)))) {
      kept.add(level);
    }
  }

  private static boolean isHistory(Execution execution) {
    for (int t = 0; t < execution.size(); t++) {
      Transaction transaction = execution.get(t);
      for (int at = 0; transaction.isCertain() && at < transaction.micros().size(); at++) {
        if (transaction.micros().get(at).isRead() && !isExplained(execution, transaction, at)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isExplained(Execution execution, Transaction reader, int at) {
    Micro read = reader.micros().get(at);
    List<Integer> own = reader.written(read.key(), at);
    List<Integer> others = new ArrayList<>();
    for (List<Transaction> some : List.of(execution.committed(), execution.others())) {
      for (Transaction other : some) {
        if (other != reader) {
          others.addAll(other.written(read.key()));
        }
      }
    }
    if (execution.kind() == Kind.REGISTER) {
      return own.isEmpty()
          ? read.value() == 0 || others.contains(read.value())
          : own.getLast() == read.value();
    }
    Set<Integer> shown = new HashSet<>(read.values());
    others.addAll(own);
    int size = read.values().size();
    boolean ownIsLast =
        execution.kind() == Kind.SET
            ? shown.containsAll(own)
            : size >= own.size() && read.values().subList(size - own.size(), size).equals(own);
    return shown.size() == size && others.containsAll(shown) && ownIsLast;
  }
}
