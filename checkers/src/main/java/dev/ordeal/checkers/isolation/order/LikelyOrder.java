package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.solver.Heap;
import dev.ordeal.checkers.solver.Ints;
import java.util.Arrays;

/**
 * An order of snapshots and commits that fits what is known and is likely to explain the reads, for
 * {@link CommitOrder} to begin with.
 *
 * <p>Who only reads comes as soon as all that it read is there: nothing gets worse by it. So does a
 * writer whose readers wait for nothing but it. Of all others early ends come first; but who would
 * overwrite what others are still to read waits, unless its end is over before the next one was
 * called. Costs n log n.
 */
final class LikelyOrder {
  private static final int NOBODY = -1;

  // Where a node is; before it was offered and after it was put, nowhere.
  private static final byte NOWHERE = 0;
  private static final byte FREE = 1;
  private static final byte HARMLESS = 2;
  private static final byte WAITING = 3;

  private final RwRegister history;
  private final OrderNodes nodes;
  private final Budget passes;
  private final int[] degrees;
  private final int[] order;
  private int count;

  /** By write: how many are still to read that version. */
  private final int[] readsLeft;

  /** By key: how many are still to read what was there before any write. */
  private final int[] initialReadsLeft;

  /** By key: the write that is there. */
  private final int[] current;

  private final byte[] state;

  /** Relays and who only reads: they come before anything else. */
  private final Ints urgent = new Ints();

  private final Ints harmless = new Ints();
  private final Heap free = new Heap();
  private final Heap waiting = new Heap();

  /** By key: who waits until its version was read, as lists. */
  private final int[] waitingFor;

  private final int[] nextWaiting;

  LikelyOrder(RwRegister history, OrderNodes nodes, Budget passes) {
    this.passes = passes;
    this.history = history;
    this.nodes = nodes;
    degrees = nodes.degrees();
    order = new int[nodes.size()];
    readsLeft = new int[history.firstWrite[history.transactions.size()]];
    current = new int[history.transactions.ops.keyCount()];
    initialReadsLeft = new int[current.length];
    Arrays.fill(current, NOBODY);
    waitingFor = current.clone();
    nextWaiting = new int[nodes.size()];
    state = new byte[nodes.size()];
  }

  /**
   * The order; shorter, and of no use, if what is known has a cycle.
   *
   * @throws dev.ordeal.checkers.BudgetExceededException if it takes too long
   */
  int[] find() {
    for (int t = 0; nodes.isInstant(nodes.commit(t)); t++) {
      countReads(t);
    }
    for (int node = 0; node < nodes.size(); node++) {
      if (degrees[node] == 0) {
        offer(node);
      }
    }
    while (true) {
      if (!urgent.isEmpty()) {
        put(urgent.removeLast());
      } else if (!harmless.isEmpty()) {
        putUnlessBlocked(harmless.removeLast());
      } else if (!next()) {
        return count == order.length ? order : Arrays.copyOf(order, count);
      }
    }
  }

  /** Puts whose turn it is; false if there is nobody. */
  private boolean next() {
    while (!free.isEmpty() && state[(int) free.least()] != FREE) {
      free.removeLeast();
    }
    while (!waiting.isEmpty() && state[(int) waiting.least()] != WAITING) {
      waiting.removeLeast();
    }
    if (waiting.isEmpty()
        || (!free.isEmpty() && start((int) free.least()) <= (int) (waiting.least() >> 32))) {
      if (free.isEmpty()) {
        return false;
      }
      int node = (int) free.least();
      free.removeLeast();
      putUnlessBlocked(node);
    } else {
      int node = (int) waiting.least();
      waiting.removeLeast();
      put(node);
    }
    return true;
  }

  /** Orders nodes by the instant until which they have to be put. */
  private long rank(int node) {
    int deadline = history.deadline(nodes.member(nodes.transaction(node)));
    return (long) deadline << 32 | node;
  }

  private int start(int node) {
    return history.transactions.start(nodes.member(nodes.transaction(node)));
  }

  private void countReads(int t) {
    int m = nodes.member(t);
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      int write = written(i);
      if (write != NOBODY) {
        readsLeft[write]++;
      } else if (isInitial(i)) {
        initialReadsLeft[history.readKeys[i]]++;
      }
    }
  }

  private boolean isInitial(int read) {
    return history.readSlots[read] == RwRegister.INITIAL;
  }

  /** The write that was read, by somebody who counts; else negative. */
  private int written(int read) {
    int slot = history.readSlots[read];
    if (slot < 0) {
      return NOBODY;
    }
    return nodes.local(history.writers.writer(slot)) == NOBODY ? NOBODY : history.readWrites[read];
  }

  private void release(int key) {
    int node = waitingFor[key];
    waitingFor[key] = NOBODY;
    while (node != NOBODY) {
      int next = nextWaiting[node];
      if (state[node] == WAITING) {
        offer(node);
      }
      node = next;
    }
  }

  /** Takes a node in before which nothing is left to come. */
  private void offer(int node) {
    if (!nodes.isInstant(node) || isReader(node)) {
      urgent.add(node);
      return;
    }
    int key = blocking(node);
    if (key != NOBODY) {
      await(node, key);
    } else if (nodes.isCommit(node) && isHarmless(node)) {
      state[node] = HARMLESS;
      harmless.add(node);
    } else {
      state[node] = FREE;
      free.add(rank(node));
    }
  }

  /** Whether a node is all of a transaction that only reads. */
  private boolean isReader(int node) {
    int m = nodes.member(nodes.transaction(node));
    return nodes.isSnapshot(node)
        && nodes.isCommit(node)
        && history.firstWrite[m] == history.firstWrite[m + 1];
  }

  /** Whether its readers are the next to come, so that it can be overwritten after that. */
  private boolean isHarmless(int commit) {
    for (int e = nodes.first()[commit]; e < nodes.first()[commit + 1]; e++) {
      int target = nodes.targets()[e];
      if (nodes.isInstant(target) && (degrees[target] > 1 || !isReader(target))) {
        return false;
      }
    }
    return true;
  }

  private void await(int node, int key) {
    state[node] = WAITING;
    waiting.add(rank(node));
    nextWaiting[node] = waitingFor[key];
    waitingFor[key] = node;
  }

  private void putUnlessBlocked(int node) {
    int key = blocking(node);
    if (key == NOBODY) {
      put(node);
    } else {
      await(node, key);
    }
  }

  /** A key of which a node would overwrite what others are still to read; else negative. */
  private int blocking(int node) {
    if (!nodes.isCommit(node)) {
      return NOBODY;
    }
    int m = nodes.member(nodes.transaction(node));
    for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
      int key = history.writeKeys[i];
      int left = current[key] == NOBODY ? initialReadsLeft[key] : readsLeft[current[key]];
      if (left > 0 && left > ownReads(node, key)) {
        return key;
      }
    }
    return NOBODY;
  }

  /** How often the transaction itself is still to read what is there of a key. */
  private int ownReads(int node, int key) {
    if (!nodes.isSnapshot(node)) {
      return 0;
    }
    int m = nodes.member(nodes.transaction(node));
    int own = 0;
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      boolean isThere = current[key] == NOBODY ? isInitial(i) : written(i) == current[key];
      own += isThere && history.readKeys[i] == key ? 1 : 0;
    }
    return own;
  }

  private void put(int node) {
    passes.look(count);
    order[count++] = node;
    state[node] = NOWHERE;
    if (nodes.isInstant(node)) {
      int m = nodes.member(nodes.transaction(node));
      if (nodes.isSnapshot(node)) {
        read(m);
      }
      if (nodes.isCommit(node)) {
        write(m);
      }
    }
    for (int e = nodes.first()[node]; e < nodes.first()[node + 1]; e++) {
      int target = nodes.targets()[e];
      int left = --degrees[target];
      if (left == 0) {
        offer(target);
      } else if (left == 1 && nodes.isInstant(target) && isReader(target)) {
        promote(target);
      }
    }
  }

  /** Looks whether the last one that a reader waits for does no harm now. */
  private void promote(int reader) {
    int m = nodes.member(nodes.transaction(reader));
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      int slot = history.readSlots[i];
      int writer = slot < 0 ? NOBODY : nodes.local(history.writers.writer(slot));
      if (writer != NOBODY) {
        int commit = nodes.commit(writer);
        if (state[commit] == FREE && isHarmless(commit)) {
          state[commit] = HARMLESS;
          harmless.add(commit);
        }
      }
    }
  }

  private void read(int m) {
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      int write = written(i);
      int key = history.readKeys[i];
      if (write != NOBODY) {
        if (--readsLeft[write] == 0 && current[key] == write) {
          release(key);
        }
      } else if (isInitial(i) && --initialReadsLeft[key] == 0 && current[key] == NOBODY) {
        release(key);
      }
    }
  }

  private void write(int m) {
    for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
      current[history.writeKeys[i]] = i;
    }
    for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
      if (readsLeft[i] == 0) {
        release(history.writeKeys[i]);
      }
    }
  }
}
