package dev.ordeal.checkers.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An order of the committed versions of each object. */
final class VersionOrders {
  private final Execution execution;
  private final boolean ignoresAborted;
  private final Map<Integer, int[]> orders = new HashMap<>();

  private VersionOrders(Execution execution, boolean ignoresAborted) {
    this.execution = execution;
    this.ignoresAborted = ignoresAborted;
  }

  /**
   * Calls back with every choice. Versions of sets have no order: all additions are of objects of
   * their own.
   */
  static void forEach(Execution execution, Consumer<VersionOrders> action) {
    new VersionOrders(execution, false).choose(keys(execution), 0, action);
  }

  /** The same, but elements of lists that were not committed may show up in reads. */
  static void forEachOfCommitted(Execution execution, Consumer<VersionOrders> action) {
    new VersionOrders(execution, true).choose(keys(execution), 0, action);
  }

  private static List<Integer> keys(Execution execution) {
    return execution.kind() == Kind.SET ? List.of() : execution.keys();
  }

  private void choose(List<Integer> keys, int at, Consumer<VersionOrders> action) {
    if (at == keys.size()) {
      action.accept(this);
      return;
    }
    int key = keys.get(at);
    Orders.forEach(
        execution.writers(key),
        new int[execution.size()],
        order -> {
          orders.put(key, order);
          if (execution.kind() != Kind.LIST || isTraceable(key)) {
            choose(keys, at + 1, action);
          }
        });
  }

  /** Whether each list that was read is a version of it. */
  private boolean isTraceable(int key) {
    List<Integer> all = new ArrayList<>();
    for (int t : orders.get(key)) {
      all.addAll(execution.get(t).written(key));
    }
    for (Transaction transaction : execution.committed()) {
      for (Micro micro : transaction.micros()) {
        if (transaction.isCertain() && micro.isRead() && micro.key() == key) {
          List<Integer> shown = new ArrayList<>(micro.values());
          if (ignoresAborted) {
            shown.retainAll(all);
          }
          if (shown.size() > all.size() || !all.subList(0, shown.size()).equals(shown)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** From each transaction, who installed the next version of something that it wrote. */
  int[] writeDependencies() {
    int[] edges = new int[execution.size()];
    for (int[] order : orders.values()) {
      for (int at = 1; at < order.length; at++) {
        edges[order[at - 1]] |= 1 << order[at];
      }
    }
    return edges;
  }

  /** Who installed earlier versions of an object than a transaction did; none if it did not. */
  int writersBefore(int t, int key) {
    int before = 0;
    for (int other : orders.getOrDefault(key, new int[0])) {
      if (other == t) {
        return before;
      }
      before |= 1 << other;
    }
    return 0;
  }

  /** Who installed later versions than the one that a read returned; never its own transaction. */
  int missed(int t, Read read) {
    if (execution.kind() == Kind.SET) {
      return execution.writers(read.key()) & ~read.seen() & ~(1 << t);
    }
    int missed = 0;
    int[] order = orders.get(read.key());
    for (int at = firstBehind(t, read); at < order.length; at++) {
      missed |= 1 << order[at];
    }
    return missed & ~(1 << t);
  }

  /** Of the same, who installed the next version; of a set, all, as elements are objects. */
  int overwriters(int t, Read read) {
    if (execution.kind() == Kind.SET) {
      return missed(t, read);
    }
    int[] order = orders.get(read.key());
    int at = firstBehind(t, read);
    return at < order.length ? 1 << order[at] & ~(1 << t) : 0;
  }

  /** The position of the next version. */
  private int firstBehind(int t, Read read) {
    int[] order = orders.get(read.key());
    int last = -1;
    for (int at = 0; at < order.length; at++) {
      boolean isShown =
          (order[at] == t && read.isOwn())
              || (execution.kind() == Kind.LIST
                  ? (read.seen() & 1 << order[at]) != 0
                  : read.writer() == order[at]);
      last = isShown ? at : last;
    }
    return last + 1;
  }
}
