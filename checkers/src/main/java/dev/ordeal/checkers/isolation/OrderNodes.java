package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.solver.Sorted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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

  private int[] sources = new int[1024];
  private int[] ends = new int[1024];
  private int edges;
  private int[] first = new int[0];
  private int[] targets = new int[0];

  OrderNodes(RwRegister history, int[] members, Rule rule, CycleClass.Bond bond) {
    this(history, members, rule, bond, false);
  }

  /** One instant for each transaction, and no more is known than whom it read. */
  static OrderNodes ofReads(RwRegister history, int[] members) {
    return new OrderNodes(history, members, Rule.SERIALIZABLE, CycleClass.Bond.NONE, true);
  }

  private OrderNodes(
      RwRegister history, int[] members, Rule rule, CycleClass.Bond bond, boolean isOfReadsOnly) {
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
    int writes = history.firstWrite[transactions.size()];
    readers = filled(writes);
    updater = filled(writes);
    initialReaders = filled(transactions.ops.keyCount());
    initialUpdater = filled(transactions.ops.keyCount());
    if (!isAtOnce()) {
      for (int t = 0; t < members.length; t++) {
        add(snapshot(t), commit(t));
      }
    }
    if (isOfReadsOnly) {
      addWriters();
    } else {
      bind();
      addReads();
      addUpdates();
      addInitial();
    }
    pack();
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

  private void add(int from, int to) {
    if (edges == sources.length) {
      sources = Arrays.copyOf(sources, 2 * edges);
      ends = Arrays.copyOf(ends, 2 * edges);
    }
    sources[edges] = from;
    ends[edges++] = to;
  }

  private void bind() {
    if (bond == CycleClass.Bond.PROCESS) {
      Map<Integer, Integer> last = new HashMap<>();
      for (int t = 0; t < members.length; t++) {
        Integer previous = last.put(transactions.process(members[t]), t);
        if (previous != null) {
          add(commit(previous), snapshot(t));
        }
      }
    } else if (bond == CycleClass.Bond.REALTIME) {
      RealTime time = new RealTime(transactions, members);
      time.tell(count, this::snapshot, this::commit, (from, to, type) -> add(from, to));
      count += time.relays();
    }
  }

  /** Who is read comes before who reads. */
  private void addWriters() {
    for (int t = 0; t < members.length; t++) {
      int m = members[t];
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        int slot = history.readSlots[i];
        int writer = slot < 0 ? NONE : local[history.writers.writer(slot)];
        if (writer != NONE) {
          add(commit(writer), snapshot(t));
        }
      }
    }
  }

  private void addReads() {
    for (int t = 0; t < members.length; t++) {
      int m = members[t];
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        int key = history.readKeys[i];
        int slot = history.readSlots[i];
        if (slot == RwRegister.INITIAL) {
          read(t, key, initialReaders, initialUpdater, key);
        } else if (slot >= 0 && local[history.writers.writer(slot)] != NONE) {
          int writer = history.writers.writer(slot);
          add(commit(local[writer]), snapshot(t));
          read(t, key, readers, updater, history.readWrites[i]);
        }
      }
    }
  }

  /** Notes who read a version. */
  private void read(int t, int key, int[] relays, int[] updaters, int version) {
    if (isAtOnce() && history.writes(members[t], key)) {
      if (updaters[version] == NONE) {
        updaters[version] = t;
      } else if (updaters[version] != t) {
        // Neither of the two saw what the other wrote: that cannot be.
        add(updaters[version], t);
        add(t, updaters[version]);
      }
      return;
    }
    if (relays[version] == NONE) {
      relays[version] = snapshot(t);
      return;
    }
    if (isInstant(relays[version])) {
      add(relays[version], count);
      relays[version] = count++;
    }
    add(snapshot(t), relays[version]);
  }

  /** Who read a version and wrote the key comes behind everybody who read that version. */
  private void addUpdates() {
    for (int t = 0; t < members.length; t++) {
      int m = members[t];
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        int slot = history.readSlots[i];
        int key = history.readKeys[i];
        boolean updates =
            slot >= 0 && local[history.writers.writer(slot)] != NONE && history.writes(m, key);
        if (updates) {
          int relay = readers[history.readWrites[i]];
          if (relay != NONE) {
            add(relay, commit(t));
          }
        }
      }
    }
  }

  /** Who read what was there before anybody wrote comes before all who did. */
  private void addInitial() {
    for (int t = 0; t < members.length; t++) {
      int m = members[t];
      for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
        int key = history.writeKeys[i];
        if (initialReaders[key] != NONE) {
          add(initialReaders[key], commit(t));
        }
        if (initialUpdater[key] != NONE && initialUpdater[key] != t) {
          add(snapshot(initialUpdater[key]), commit(t));
        }
      }
    }
  }

  private void pack() {
    first = new int[count + 1];
    for (int e = 0; e < edges; e++) {
      first[sources[e] + 1]++;
    }
    for (int node = 0; node < count; node++) {
      first[node + 1] += first[node];
    }
    targets = new int[edges];
    int[] at = Arrays.copyOf(first, count);
    for (int e = 0; e < edges; e++) {
      targets[at[sources[e]]++] = ends[e];
    }
    sources = new int[0];
    ends = new int[0];
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
    int[] sorted = Sorted.nodes(first, targets);
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
