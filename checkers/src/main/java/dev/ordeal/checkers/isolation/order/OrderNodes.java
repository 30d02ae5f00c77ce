package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.OutEdges;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.RealTime;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.checkers.solver.TopologicalSort;
import dev.ordeal.results.history.LongIntMap;
import java.util.Arrays;

/**
 * What {@link CommitOrder} puts into order, and what is known of it before any choice: snapshots
 * and commits (one instant under serializability), and relays that stand for many edges.
 *
 * <p>Relays: before calls, so that real time needs no edge for each two transactions; one for each
 * version that several read, behind all its readers. Under serializability a reader that writes the
 * same key, an <em>updater</em>, stays outside of that, since it cannot come before itself.
 */
final class OrderNodes {
  private static final int NONE = -1;

  private final RwRegister history;
  private final Transactions transactions;
  private final int[] members;
  private final Rule rule;
  private final CycleClass.Bond bond;
  private final Budget passes;

  /** How many bits tell a transaction's snapshot (0) and commit (1) apart: none if both are one. */
  private final int bits;

  private final int instants;
  private int count;

  /** By the history's numbers: those used here; negative for who is not judged. */
  private final int[] local;

  /** By write: the one reader of that version or the relay behind all, and who updated it. */
  private final int[] readers;

  private final int[] updater;

  /** By key: the same for the initial version. */
  private final int[] initialReaders;

  private final int[] initialUpdater;

  /** By transaction: the one that its process called before; empty where that does not count. */
  private final int[] previous;

  private final int[] first;
  private final int[] targets;

  /**
   * Finds the nodes and what is known of them.
   *
   * @throws dev.ordeal.checkers.BudgetExceededException if that takes too long
   */
  OrderNodes(RwRegister history, int[] members, Rule rule, CycleClass.Bond bond, Budget passes) {
    this(history, members, rule, bond, false, passes);
  }

  /** One instant for each transaction, and no more is known than whom it read. */
  static OrderNodes ofReads(RwRegister history, int[] members, Budget passes) {
    return new OrderNodes(history, members, Rule.SERIALIZABLE, CycleClass.Bond.NONE, true, passes);
  }

  private OrderNodes(
      RwRegister history,
      int[] members,
      Rule rule,
      CycleClass.Bond bond,
      boolean isOfReadsOnly,
      Budget passes) {
    this.passes = passes;
    this.history = history;
    this.transactions = history.transactions;
    this.members = members;
    this.rule = rule;
    this.bond = bond;
    bits = isAtOnce() ? 0 : 1;
    instants = members.length << bits;
    count = instants;
    local = new int[transactions.size()];
    Arrays.fill(local, NONE);
    for (int t = 0; t < members.length; t++) {
      local[members[t]] = t;
    }
    int writes = isOfReadsOnly ? 0 : history.firstWrite[transactions.size()];
    int keys = isOfReadsOnly ? 0 : transactions.ops.keyCount();
    readers = filled(writes);
    updater = filled(writes);
    initialReaders = filled(keys);
    initialUpdater = filled(keys);
    RealTime time = bond == CycleClass.Bond.REALTIME ? new RealTime(transactions, members) : null;
    count += time == null ? 0 : time.relays();
    previous = bond == CycleClass.Bond.PROCESS ? previous() : new int[0];
    if (!isOfReadsOnly) {
      findReaders();
    }
    OutEdges edges =
        OutEdges.told(
            count,
            members.length,
            isOfReadsOnly ? this::tellWriters : (from, to, sink) -> tell(time, from, to, sink));
    first = edges.first();
    targets = edges.targets();
  }

  private static int[] filled(int length) {
    int[] all = new int[length];
    Arrays.fill(all, NONE);
    return all;
  }

  private boolean isAtOnce() {
    return rule == Rule.SERIALIZABLE;
  }

  CycleClass.Bond bond() {
    return bond;
  }

  int size() {
    return count;
  }

  int[] first() {
    return first;
  }

  int[] targets() {
    return targets;
  }

  int snapshot(int t) {
    return t << bits;
  }

  int commit(int t) {
    return (t << bits) + bits;
  }

  /** Whether a node is no relay. */
  boolean isInstant(int node) {
    return node < instants;
  }

  boolean isSnapshot(int node) {
    return (node & bits) == 0;
  }

  boolean isCommit(int node) {
    return (node & bits) == bits;
  }

  int transaction(int node) {
    return node >> bits;
  }

  /** The history's number of a transaction. */
  int member(int t) {
    return members[t];
  }

  /** The number here of one of the history's transactions; negative if it is not judged. */
  int local(int member) {
    return local[member];
  }

  /** What is behind all who read a version and do not update it, or the only one; else negative. */
  int readers(int write) {
    return readers[write];
  }

  /** Who read a version and wrote the next, where that is one instant; negative if nobody. */
  int updater(int write) {
    return updater[write];
  }

  /** By transaction: the one that its process called before, if any. */
  private int[] previous() {
    int[] before = filled(members.length);
    LongIntMap processes = new LongIntMap(64);
    Ints last = new Ints();
    for (int t = 0; t < members.length; t++) {
      int process = processes.number(transactions.process(members[t]));
      if (process == last.size()) {
        last.add(t);
      } else {
        before[t] = last.get(process);
        last.set(process, t);
      }
    }
    return before;
  }

  /** Finds the readers of each version, which the edges of one transaction depend on. */
  private void findReaders() {
    for (int t = 0; t < members.length; t++) {
      passes.look(t);
      int m = members[t];
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        int key = history.readKeys[i];
        if (history.readSlots[i] == RwRegister.INITIAL) {
          read(t, key, initialReaders, initialUpdater, key);
        } else if (writer(i) != NONE) {
          read(t, key, readers, updater, history.readWrites[i]);
        }
      }
    }
  }

  /** Notes who read a version. */
  private void read(int t, int key, int[] relays, int[] updaters, int version) {
    if (isUpdate(t, key)) {
      updaters[version] = updaters[version] == NONE ? t : updaters[version];
    } else if (relays[version] == NONE) {
      relays[version] = snapshot(t);
    } else if (isInstant(relays[version])) {
      relays[version] = count++;
    }
  }

  /** Whether a reader of a key stays outside of the readers, since it writes the key at once. */
  private boolean isUpdate(int t, int key) {
    return isAtOnce() && history.writes(members[t], key);
  }

  /** Who wrote what was read; negative if that is nobody who is judged. */
  private int writer(int read) {
    int slot = history.readSlots[read];
    return slot < 0 ? NONE : local[history.writers.writer(slot)];
  }

  /** Tells what is known of some transactions. */
  private void tell(RealTime time, int from, int to, OutEdges.Sink sink) {
    for (int t = from; t < to; t++) {
      passes.look(t);
      if (!isAtOnce()) {
        sink.add(snapshot(t), commit(t));
      }
      if (time != null) {
        time.tell(t, instants, snapshot(t), commit(t), sink);
      }
      if (previous.length > 0 && previous[t] != NONE) {
        sink.add(commit(previous[t]), snapshot(t));
      }
      tellReads(t, sink);
      tellWrites(t, sink);
    }
  }

  /** Who is read comes before who reads. */
  private void tellWriters(int from, int to, OutEdges.Sink sink) {
    for (int t = from; t < to; t++) {
      passes.look(t);
      int m = members[t];
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        if (writer(i) != NONE) {
          sink.add(commit(writer(i)), snapshot(t));
        }
      }
    }
  }

  private void tellReads(int t, OutEdges.Sink sink) {
    int m = members[t];
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      int key = history.readKeys[i];
      if (history.readSlots[i] == RwRegister.INITIAL) {
        tellReader(t, key, initialReaders[key], initialUpdater[key], sink);
      } else if (writer(i) != NONE) {
        int version = history.readWrites[i];
        sink.add(commit(writer(i)), snapshot(t));
        tellReader(t, key, readers[version], updater[version], sink);
        // Who read a version and wrote the key comes behind everybody who read that version.
        if (readers[version] != NONE && history.writes(m, key)) {
          sink.add(readers[version], commit(t));
        }
      }
    }
  }

  private void tellReader(int t, int key, int relay, int update, OutEdges.Sink sink) {
    if (!isUpdate(t, key)) {
      if (!isInstant(relay)) {
        sink.add(snapshot(t), relay);
      }
    } else if (update != t) {
      // Neither of the two saw what the other wrote: that cannot be.
      sink.add(update, t);
      sink.add(t, update);
    }
  }

  /** Who read what was there before anybody wrote comes before all who did. */
  private void tellWrites(int t, OutEdges.Sink sink) {
    int m = members[t];
    for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
      int key = history.writeKeys[i];
      if (initialReaders[key] != NONE) {
        sink.add(initialReaders[key], commit(t));
      }
      if (initialUpdater[key] != NONE && initialUpdater[key] != t) {
        sink.add(snapshot(initialUpdater[key]), commit(t));
      }
    }
  }

  /** How many edges lead to each node. */
  int[] degrees() {
    int[] degrees = new int[count];
    for (int target : targets) {
      degrees[target]++;
    }
    return degrees;
  }

  /** The nodes of a cycle, of which there must be one. */
  int[] cycle() {
    int[] sorted = TopologicalSort.nodes(first, targets);
    if (sorted.length == count) {
      throw new IllegalStateException("what is known contradicts nothing");
    }
    return shortestThrough(anyOnCycle(sorted));
  }

  /** Each node that could not be sorted is behind another such: going back leads into a cycle. */
  private int anyOnCycle(int[] sorted) {
    boolean[] isLeft = new boolean[count];
    Arrays.fill(isLeft, true);
    for (int node : sorted) {
      isLeft[node] = false;
    }
    int[] previous = filled(count);
    int begin = NONE;
    for (int node = 0; node < count; node++) {
      for (int e = first[node]; isLeft[node] && e < first[node + 1]; e++) {
        if (isLeft[targets[e]]) {
          previous[targets[e]] = node;
          begin = targets[e];
        }
      }
    }
    boolean[] seen = new boolean[count];
    int at = begin;
    while (!seen[at]) {
      seen[at] = true;
      at = previous[at];
    }
    return at;
  }

  private int[] shortestThrough(int begin) {
    int[] parent = filled(count);
    // The begin is come to once more.
    int[] queue = new int[count + 1];
    int tail = 0;
    queue[tail++] = begin;
    for (int head = 0; parent[begin] == NONE; head++) {
      int node = queue[head];
      for (int e = first[node]; e < first[node + 1]; e++) {
        if (parent[targets[e]] == NONE) {
          parent[targets[e]] = node;
          queue[tail++] = targets[e];
        }
      }
    }
    int length = 0;
    int node = begin;
    do {
      queue[length++] = node;
      node = parent[node];
    } while (node != begin);
    return Arrays.copyOf(queue, length);
  }
}
