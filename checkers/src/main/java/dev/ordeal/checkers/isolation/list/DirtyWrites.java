package dev.ordeal.checkers.isolation.list;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Adya's PL-1 for lists, with its strong-session and strong forms: whether the appends of
 * transactions that certainly committed can be in one order a list, one transaction behind the
 * other.
 *
 * <p>PL-1 allows reads of aborted writes. So a transaction of unknown outcome may have aborted even
 * if its elements were read, and without it there is less to contradict; what it appended is left
 * out of lists like what failed. Linear in the longest lists and in those that disagree with them.
 */
final class DirtyWrites {
  private static final int NONE = -1;

  private final Transactions transactions;
  private final Writers writers;
  private final Versions versions;
  private final ListReads reads;
  private final MicroOps ops;
  private final Graph.Builder graph;
  private final Set<ConsistencyModel> violated = EnumSet.noneOf(ConsistencyModel.class);

  DirtyWrites(Transactions transactions, Writers writers, Versions versions, ListReads reads) {
    this.transactions = transactions;
    this.writers = writers;
    this.versions = versions;
    this.reads = reads;
    ops = transactions.ops;
    graph = new Graph.Builder(transactions.size(), ops.keyCount());
  }

  /** The levels of the three that no order keeps. */
  Set<ConsistencyModel> violated(Budget passes) {
    long[][] orders = new long[ops.keyCount()][];
    for (int key = 0; key < orders.length; key++) {
      orders[key] = certain(key, versions.list[key], versions.length[key]);
    }
    forEachOddRead(
        (key, list) -> orders[key] = list.length > orders[key].length ? list : orders[key]);
    forEachOddRead((key, list) -> judgeBeginning(list, orders[key]));
    for (int key = 0; key < orders.length; key++) {
      judgeBeginning(certain(key, versions.list[key], versions.length[key]), orders[key]);
    }
    addWrites(orders);
    passes.check();
    judgeOrder(passes);
    return violated;
  }

  private interface ReadAction {
    void on(int key, long[] list);
  }

  private void forEachOddRead(ReadAction action) {
    for (int t = 0; t < transactions.size() && !versions.allAgree; t++) {
      for (int at = transactions.first(t);
          transactions.isOk(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (reads.isOdd(at)) {
          int key = ops.key(at);
          action.on(key, certain(key, ops.list(at), ops.length(at)));
        }
      }
    }
  }

  /** The elements of a list that certainly committed. */
  private long[] certain(int key, int list, int length) {
    long[] certain = new long[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      int writer = writers.writer(key, ops.element(list, i));
      if (writer >= 0 && transactions.isOk(writer)) {
        certain[count++] = ops.element(list, i);
      }
    }
    return Arrays.copyOf(certain, count);
  }

  private void judgeBeginning(long[] list, long[] longest) {
    if (!Arrays.equals(list, 0, list.length, longest, 0, list.length)) {
      violated.add(ConsistencyModel.READ_UNCOMMITTED);
    }
  }

  /** Edges between those who appended, in the order of what they appended. */
  private void addWrites(long[][] orders) {
    Map<Integer, Ints> appended = new HashMap<>();
    int[] last = new int[orders.length];
    Arrays.fill(last, NONE);
    // By slot: the place in the order, counted from 1.
    int[] place = new int[writers.slots()];
    for (int key = 0; key < orders.length; key++) {
      for (int p = 0; p < orders[key].length; p++) {
        int slot = writers.slot(key, orders[key][p]);
        place[slot] = p + 1;
        int writer = writers.writer(slot);
        if (last[key] != NONE && last[key] != writer) {
          graph.add(last[key], writer, Graph.WW);
        }
        last[key] = writer;
      }
    }
    for (int t = 0; t < transactions.size(); t++) {
      appended.clear();
      for (int at = transactions.first(t);
          transactions.isOk(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.APPEND) {
          Ints places = appended.computeIfAbsent(ops.key(at), key -> new Ints());
          places.add(place[writers.slot(ops.key(at), ops.cell(at))]);
        }
      }
      int transaction = t;
      appended.forEach(
          (key, places) -> addAppends(transaction, key, places.toArray(), orders, last));
    }
  }

  /**
   * Takes what a transaction appended to a list: it stands there in its order, one element directly
   * behind the other. What nobody read came behind all that was.
   */
  private void addAppends(int t, int key, int[] places, long[][] orders, int[] last) {
    for (int i = 1; i < places.length; i++) {
      boolean isUnread =
          places[i] == 0 && (places[i - 1] == 0 || places[i - 1] == orders[key].length);
      if (!isUnread && (places[i - 1] == 0 || places[i] != places[i - 1] + 1)) {
        violated.add(ConsistencyModel.READ_UNCOMMITTED);
      }
    }
    if (places[0] == 0 && last[key] != NONE) {
      graph.add(last[key], t, Graph.WW);
    }
  }

  private void judgeOrder(Budget passes) {
    Map<Integer, Integer> before = new HashMap<>();
    for (int t = 0; t < transactions.size(); t++) {
      Integer previous =
          transactions.isOk(t) ? before.put(transactions.process(t), t) : Integer.valueOf(t);
      if (previous != null && previous != t) {
        graph.add(previous, t, Graph.PO);
      }
    }
    Graph writes = graph.build();
    Components plain = new Components(writes, Rule.WRITES, false, transactions, passes);
    if (plain.isCyclic()) {
      violated.add(ConsistencyModel.READ_UNCOMMITTED);
    }
    if (plain.contradictsTime()) {
      violated.add(ConsistencyModel.STRONG_READ_UNCOMMITTED);
    }
    if (new Components(writes, Rule.WRITES, true, null, passes).isCyclic()) {
      violated.add(ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED);
    }
  }
}
