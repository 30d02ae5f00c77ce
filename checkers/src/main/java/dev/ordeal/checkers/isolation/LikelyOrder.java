package dev.ordeal.checkers.isolation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * An order of snapshots and commits that fits what is known and is likely to explain the reads, for
 * {@link CommitOrder} to begin with.
 *
 * <p>Early ends first; but who would overwrite what others are still to read waits, unless its end
 * is over before the next one was called. Costs n log n.
 */
final class LikelyOrder {
  private static final int NOBODY = -1;

  private final RwRegister history;
  private final OrderNodes nodes;
  private final int[] degrees;
  private final int[] order;
  private int count;

  /** By write: how many are still to read that version. */
  private final int[] readsLeft;

  /** By key: the write that is there. */
  private final int[] current;

  private final PriorityQueue<Integer> free = new PriorityQueue<>(this::earlier);
  private final PriorityQueue<Integer> waiting = new PriorityQueue<>(this::earlier);
  private final boolean[] isWaiting;
  private final Deque<Integer> relays = new ArrayDeque<>();

  /** By key: who waits until its version was read. */
  private final Map<Integer, List<Integer>> waitingFor = new HashMap<>();

  LikelyOrder(RwRegister history, OrderNodes nodes) {
    this.history = history;
    this.nodes = nodes;
    degrees = nodes.degrees();
    order = new int[nodes.size()];
    readsLeft = new int[history.firstWrite[history.transactions.size()]];
    current = new int[history.transactions.ops.keyCount()];
    Arrays.fill(current, NOBODY);
    isWaiting = new boolean[nodes.size()];
  }

  /** The order; what is known must have no cycle. */
  int[] find() {
    for (int t = 0; nodes.isInstant(nodes.commit(t)); t++) {
      countReads(t, 1);
    }
    for (int node = 0; node < nodes.size(); node++) {
      if (degrees[node] == 0) {
        offer(node);
      }
    }
    while (!relays.isEmpty()) {
      putOne(relays.remove());
    }
    while (count < order.length) {
      Integer next = free.peek();
      while (!waiting.isEmpty() && !isWaiting[waiting.peek()]) {
        waiting.remove();
      }
      Integer late = waiting.peek();
      boolean isFree = late == null || (next != null && start(next) <= deadline(late));
      if (isFree) {
        free.remove();
        put(next);
      } else {
        waiting.remove();
        isWaiting[late] = false;
        put(late);
      }
    }
    return order;
  }

  private int start(int node) {
    return history.transactions.start(nodes.member(nodes.transaction(node)));
  }

  private int deadline(int node) {
    return history.deadline(nodes.member(nodes.transaction(node)));
  }

  private int earlier(int one, int other) {
    int byDeadline = Integer.compare(deadline(one), deadline(other));
    return byDeadline != 0 ? byDeadline : Integer.compare(one, other);
  }

  private void countReads(int t, int step) {
    int m = nodes.member(t);
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      int slot = history.readSlots[i];
      if (slot >= 0 && nodes.local(history.writers.writer(slot)) != NOBODY) {
        int key = history.readKeys[i];
        int write = history.write(history.writers.writer(slot), key);
        readsLeft[write] += step;
        if (readsLeft[write] == 0 && current[key] == write) {
          release(key);
        }
      }
    }
  }

  private void release(int key) {
    List<Integer> some = waitingFor.remove(key);
    if (some != null) {
      for (int node : some) {
        if (isWaiting[node]) {
          isWaiting[node] = false;
          offer(node);
        }
      }
    }
  }

  /** Takes a node in before which nothing is left to come. */
  private void offer(int node) {
    if (!nodes.isInstant(node)) {
      relays.add(node);
      return;
    }
    int key = nodes.isCommit(node) ? blocked(nodes.transaction(node)) : NOBODY;
    if (key == NOBODY) {
      free.add(node);
    } else {
      isWaiting[node] = true;
      waiting.add(node);
      waitingFor.computeIfAbsent(key, k -> new ArrayList<>(2)).add(node);
    }
  }

  /** A key of which a transaction would overwrite what others are still to read; else negative. */
  private int blocked(int t) {
    int m = nodes.member(t);
    for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
      int there = current[history.writeKeys[i]];
      if (there != NOBODY && readsLeft[there] > (isOwnRead(m, there, i) ? 1 : 0)) {
        return history.writeKeys[i];
      }
    }
    return NOBODY;
  }

  /** Whether the transaction itself is one of those who are to read what is there. */
  private boolean isOwnRead(int m, int there, int write) {
    if (nodes.commit(0) != nodes.snapshot(0)) {
      return false;
    }
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      if (history.readKeys[i] == history.writeKeys[write]) {
        int slot = history.readSlots[i];
        return slot >= 0
            && nodes.local(history.writers.writer(slot)) != NOBODY
            && history.write(history.writers.writer(slot), history.readKeys[i]) == there;
      }
    }
    return false;
  }

  /** Puts a node, and then all relays before which nothing is left. */
  private void put(int node) {
    putOne(node);
    while (!relays.isEmpty()) {
      putOne(relays.remove());
    }
  }

  private void putOne(int node) {
    order[count++] = node;
    if (nodes.isInstant(node)) {
      int t = nodes.transaction(node);
      if (nodes.isSnapshot(node)) {
        countReads(t, -1);
      }
      if (nodes.isCommit(node)) {
        int m = nodes.member(t);
        for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
          current[history.writeKeys[i]] = i;
        }
        for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
          release(history.writeKeys[i]);
        }
      }
    }
    for (int e = nodes.first()[node]; e < nodes.first()[node + 1]; e++) {
      if (--degrees[nodes.targets()[e]] == 0) {
        offer(nodes.targets()[e]);
      }
    }
  }
}
