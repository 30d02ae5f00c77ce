package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Slices;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions that read and write registers, each value written once to a key: every read tells
 * who wrote what it saw, but not in which order the versions came.
 *
 * <p>Known of that order is only that the initial value came first, and that who read a version and
 * wrote the register came behind it. The graph has what follows from this at every level; {@link
 * RegisterLevels} decides the rest.
 */
final class RwRegister implements Dependencies {
  /** Stands for the initial value among the slots of {@link Writers}. */
  static final int INITIAL = -2;

  /** Stands for a value that says nothing: nobody wrote it, or its writer failed. */
  static final int NOTHING = -1;

  final Transactions transactions;
  final Writers writers;
  private final Findings findings;
  private final MicroOps ops;
  private final boolean[] committed;

  /**
   * Reads of others' values by transaction: keys, and what was read as slots, in the order of
   * reading. One that repeats what the transaction knew of the key is left out; one that shows
   * another value is there, although it contradicts what was read or written before.
   */
  final int[] firstRead;

  int[] readKeys;
  int[] readSlots;

  /** By external read: where among {@link #writeKeys} the key of its writer is; else negative. */
  final int[] readWrites;

  /** Keys written by transaction, and the slot of the last value. */
  final int[] firstWrite;

  int[] writeKeys;
  int[] writeSlots;

  private final int[] stamp;
  private final long[] known;
  private final boolean[] own;
  private final BitSet repeats = new BitSet();
  private int reads;
  private int writes;

  RwRegister(Transactions transactions, Writers writers, Findings findings) {
    this.transactions = transactions;
    this.writers = writers;
    this.findings = findings;
    ops = transactions.ops;
    int n = transactions.size();
    committed = new boolean[n];
    firstRead = new int[n + 1];
    firstWrite = new int[n + 1];
    readKeys = new int[n + 16];
    readSlots = new int[n + 16];
    writeKeys = new int[n + 16];
    writeSlots = new int[n + 16];
    stamp = new int[ops.keyCount()];
    known = new long[ops.keyCount()];
    own = new boolean[ops.keyCount()];
    Arrays.fill(stamp, -1);
    for (int t = 0; t < n; t++) {
      walk(t);
      committed[t] = transactions.isOk(t);
      firstRead[t + 1] = reads;
      firstWrite[t + 1] = writes;
    }
    readWrites = new int[reads];
    Slices.each(reads, this::findWrites);
  }

  /** Finds what was read, and that whoever wrote that has committed. */
  private void findWrites(int from, int to) {
    for (int i = from; i < to; i++) {
      int writer = readSlots[i] >= 0 ? writers.writer(readSlots[i]) : NOTHING;
      readWrites[i] = writer < 0 ? NOTHING : write(writer, readKeys[i]);
      if (writer >= 0 && !transactions.isFail(writer)) {
        committed[writer] = true;
      }
    }
  }

  /** Reads through a transaction: what it saw of others, what it left, and contradictions. */
  private void walk(int t) {
    int begun = writes;
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      int key = ops.key(at);
      transactions.requireOneValue(t, at);
      boolean isNew = stamp[key] != t;
      switch (ops.kind(at)) {
        case WRITE -> {
          stamp[key] = t;
          own[key] = true;
          known[key] = transactions.cell(at);
          write(begun, key, transactions.cell(at));
        }
        case READ -> {
          if (!transactions.isOk(t) || transactions.isSilent(at)) {
            continue;
          }
          if (isNew) {
            stamp[key] = t;
            own[key] = false;
            known[key] = transactions.cell(at);
            read(t, at, key);
          } else if (known[key] != transactions.cell(at)) {
            readAnother(t, at, key);
          } else {
            repeats.set(t);
          }
        }
        default ->
            throw new IllegalArgumentException(
                "%s has both \"w\" and micro-operations \"%s\", which do not go together"
                    .formatted(transactions.name(t), ops.kind(at).wireName()));
      }
    }
  }

  private void write(int begun, int key, long cell) {
    int slot = writers.slot(key, cell);
    for (int i = begun; i < writes; i++) {
      if (writeKeys[i] == key) {
        writeSlots[i] = slot;
        return;
      }
    }
    if (writes == writeKeys.length) {
      writeKeys = Arrays.copyOf(writeKeys, writes + (writes >> 1));
      writeSlots = Arrays.copyOf(writeSlots, writeKeys.length);
    }
    writeKeys[writes] = key;
    writeSlots[writes++] = slot;
  }

  /** Takes a read that contradicts what its transaction had read or written before. */
  private void readAnother(int t, int at, int key) {
    long cell = transactions.cell(at);
    int slot = writers.slot(key, cell);
    boolean isOwn = slot >= 0 && writers.writer(slot) == t;
    if (isOwn && !transactions.hasWritten(t, key, cell, at)) {
      futureRead(t, key, cell);
    } else {
      internal(t, at, key);
    }
    if (!isOwn) {
      read(t, at, key);
    }
    known[key] = cell;
    own[key] = isOwn;
  }

  private void read(int t, int at, int key) {
    if (reads == readKeys.length) {
      readKeys = Arrays.copyOf(readKeys, reads + (reads >> 1));
      readSlots = Arrays.copyOf(readSlots, readKeys.length);
    }
    long cell = transactions.cell(at);
    int slot = writers.slot(key, cell);
    readKeys[reads] = key;
    readSlots[reads++] =
        slot < 0 && cell == CellPool.NIL ? INITIAL : judgeRead(t, key, cell, slot) ? slot : NOTHING;
  }

  /** Whether a value that was read says who wrote it. */
  private boolean judgeRead(int t, int key, long cell, int slot) {
    int writer = slot < 0 ? NOTHING : writers.writer(slot);
    if (writer < 0) {
      findings.add(
          "garbage-read",
          transactions.key(key),
          new int[] {t},
          () ->
              "%s read %s = %s, but nobody ever wrote that."
                  .formatted(
                      transactions.name(t), transactions.key(key), transactions.value(cell)));
      return false;
    }
    if (writer == t) {
      futureRead(t, key, cell);
      return false;
    }
    if (transactions.isFail(writer)) {
      findings.add(
          "G1a",
          transactions.key(key),
          new int[] {writer, t},
          () ->
              "%s read %s = %s, but %s, which wrote it, failed: it was aborted."
                  .formatted(
                      transactions.name(t),
                      transactions.key(key),
                      transactions.value(cell),
                      transactions.name(writer)));
      return false;
    }
    if (writers.isIntermediate(slot)) {
      findings.add(
          "G1b",
          transactions.key(key),
          new int[] {writer, t},
          () ->
              "%s read %s = %s, an intermediate state of %s, which wrote another value to it later."
                  .formatted(
                      transactions.name(t),
                      transactions.key(key),
                      transactions.value(cell),
                      transactions.name(writer)));
    }
    return true;
  }

  private void futureRead(int t, int key, long cell) {
    findings.add(
        "future-read",
        transactions.key(key),
        new int[] {t},
        () ->
            "%s read %s = %s before it wrote that itself."
                .formatted(transactions.name(t), transactions.key(key), transactions.value(cell)));
  }

  private void internal(int t, int at, int key) {
    long expected = known[key];
    boolean written = own[key];
    findings.add(
        "internal",
        transactions.key(key),
        new int[] {t},
        () ->
            "%s read %s = %s, although it had %s %s itself before."
                .formatted(
                    transactions.name(t),
                    transactions.key(key),
                    transactions.value(transactions.cell(at)),
                    written ? "written" : "read",
                    transactions.value(expected)));
  }

  boolean writes(int t, int key) {
    return write(t, key) >= 0;
  }

  /** The place of a transaction's write to a key among {@link #writeKeys}; -1 if it has none. */
  int write(int t, int key) {
    for (int i = firstWrite[t]; i < firstWrite[t + 1]; i++) {
      if (writeKeys[i] == key) {
        return i;
      }
    }
    return -1;
  }

  private int[] deadlines;

  /**
   * The instant by which a transaction must have committed: its own end, or that of somebody who
   * saw it, if that is earlier. {@link dev.ordeal.results.history.Columns#NEVER} if nothing tells.
   */
  int deadline(int t) {
    findDeadlines();
    return deadlines[t];
  }

  /** Does what the first call of {@link #deadline} has to; by one thread at a time. */
  void findDeadlines() {
    if (deadlines == null) {
      deadlines = deadlines();
    }
  }

  private int[] deadlines() {
    int n = transactions.size();
    int[] deadline = new int[n];
    int[] readersLeft = new int[n];
    for (int t = 0; t < n; t++) {
      deadline[t] = transactions.end(t);
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        if (readSlots[i] >= 0) {
          readersLeft[writers.writer(readSlots[i])]++;
        }
      }
    }
    int[] queue = new int[n];
    int tail = 0;
    for (int t = 0; t < n; t++) {
      if (readersLeft[t] == 0) {
        queue[tail++] = t;
      }
    }
    for (int head = 0; head < tail; head++) {
      int t = queue[head];
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        if (readSlots[i] >= 0) {
          int writer = writers.writer(readSlots[i]);
          deadline[writer] = Math.min(deadline[writer], deadline[t]);
          if (--readersLeft[writer] == 0) {
            queue[tail++] = writer;
          }
        }
      }
    }
    return deadline;
  }

  // The graph.

  @Override
  public Graph graph() {
    int n = transactions.size();
    Graph.Builder graph = new Graph.Builder(n, 2 * reads + 16);
    Groups overwriters = overwriters(graph);
    // By slot: who first read it and wrote its key.
    int[] updater = new int[writers.slots()];
    Map<Integer, Integer> firstUpdater = new HashMap<>();
    for (int t = 0; t < n; t++) {
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        int slot = readSlots[i];
        if (slot == NOTHING || !writes(t, readKeys[i])) {
          continue;
        }
        int other =
            slot == INITIAL ? firstUpdater.getOrDefault(readKeys[i], -1) : updater[slot] - 1;
        if (slot == INITIAL) {
          firstUpdater.putIfAbsent(readKeys[i], t);
        } else if (other < 0) {
          updater[slot] = t + 1;
        }
        if (other >= 0 && other != t) {
          if (updates(t, readKeys[i], slot) && updates(other, readKeys[i], slot)) {
            lostUpdate(other, t, readKeys[i], slot);
          }
          if (slot >= 0) {
            graph.add(other, t, Graph.RW);
          }
        }
      }
    }
    for (int t = 0; t < n; t++) {
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        int slot = readSlots[i];
        if (slot == INITIAL) {
          int all = overwriters.node(readKeys[i]);
          if (all != Groups.NOBODY) {
            overwriters.before(t, all, Graph.RW, graph);
          }
        } else if (slot >= 0) {
          graph.add(writers.writer(slot), t, Graph.WR);
          if (updater[slot] > 0) {
            graph.add(t, updater[slot] - 1, Graph.RW);
          }
        }
      }
    }
    return graph.build();
  }

  /** Whether a version is what a transaction had read of a key last when it first wrote it. */
  private boolean updates(int t, int key, int slot) {
    int last = NOTHING;
    for (int at = transactions.first(t); ; at += MicroOps.WIDTH) {
      if (ops.key(at) != key || transactions.isSilent(at)) {
        continue;
      }
      if (ops.kind(at) == MicroOps.Kind.WRITE) {
        return last == slot;
      }
      int read = writers.slot(key, transactions.cell(at));
      last = read < 0 && transactions.cell(at) == CellPool.NIL ? INITIAL : read;
    }
  }

  /** Who wrote the keys of which the initial value was read. */
  private Groups overwriters(Graph.Builder graph) {
    boolean[] isInitialRead = new boolean[ops.keyCount()];
    for (int i = 0; i < reads; i++) {
      isInitialRead[readKeys[i]] |= readSlots[i] == INITIAL;
    }
    int[] first = new int[isInitialRead.length + 1];
    for (int t = 0; t < committed.length; t++) {
      for (int i = firstWrite[t]; committed[t] && i < firstWrite[t + 1]; i++) {
        first[writeKeys[i] + 1] += isInitialRead[writeKeys[i]] ? 1 : 0;
      }
    }
    Arrays.parallelPrefix(first, Math::addExact);
    int[] members = new int[first[isInitialRead.length]];
    int[] at = first.clone();
    for (int t = 0; t < committed.length; t++) {
      for (int i = firstWrite[t]; committed[t] && i < firstWrite[t + 1]; i++) {
        if (isInitialRead[writeKeys[i]]) {
          members[at[writeKeys[i]]++] = t;
        }
      }
    }
    return new Groups(graph, first, members);
  }

  private void lostUpdate(int other, int t, int key, int slot) {
    findings.add(
        "lost-update",
        transactions.key(key),
        new int[] {other, t},
        () ->
            ("%s and %s both read %s = %s and then wrote it: whichever came second "
                    + "did not see the other's update.")
                .formatted(
                    transactions.name(other),
                    transactions.name(t),
                    transactions.key(key),
                    slot == INITIAL ? "nil" : valueOf(key, slot)));
  }

  /** The value of a key that a slot stands for, as text. */
  String valueOf(int key, int slot) {
    int writer = writers.writer(slot);
    for (int at = transactions.first(writer);
        at < transactions.stop(writer);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.WRITE
          && ops.key(at) == key
          && writers.slot(key, transactions.cell(at)) == slot) {
        return transactions.value(transactions.cell(at)).toString();
      }
    }
    throw new IllegalStateException("the writer wrote it");
  }

  @Override
  public boolean isCommitted(int transaction) {
    return committed[transaction];
  }

  @Override
  public List<int[]> unordered() {
    return List.of();
  }

  @Override
  public String explain(int from, int to, int type) {
    int reader = type == Graph.RW ? from : to;
    for (int i = firstRead[reader]; type != Graph.WW && i < firstRead[reader + 1]; i++) {
      int slot = readSlots[i];
      String read =
          "%s read %s = %s"
              .formatted(
                  transactions.name(reader),
                  transactions.key(readKeys[i]),
                  slot == INITIAL ? "nil" : slot < 0 ? "?" : valueOf(readKeys[i], slot));
      if (type == Graph.WR && slot >= 0 && writers.writer(slot) == from) {
        return "%s, which %s wrote".formatted(read, transactions.name(from));
      }
      if (type == Graph.RW && isOverwritten(i, to)) {
        return "%s, not yet the %s that %s wrote"
            .formatted(
                read,
                valueOf(readKeys[i], writeSlots[write(to, readKeys[i])]),
                transactions.name(to));
      }
    }
    return "%s wrote what %s wrote later".formatted(transactions.name(from), transactions.name(to));
  }

  @Override
  public Graph observed() {
    Graph.Builder graph = new Graph.Builder(transactions.size(), reads);
    for (int t = 0; t < transactions.size(); t++) {
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        if (readSlots[i] >= 0) {
          graph.add(t, writers.writer(readSlots[i]), Graph.WR);
        }
      }
    }
    return graph.build();
  }

  @Override
  public void visitObserved(int t, Observed observed) {
    for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
      if (readSlots[i] >= 0) {
        observed.seen(writers.writer(readSlots[i]), position(t, i));
      }
    }
  }

  @Override
  public int missed(int t, int writer) {
    int last = -1;
    for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
      if (isOverwritten(i, writer)) {
        last = Math.max(last, lastPosition(t, i));
      }
    }
    return last;
  }

  /**
   * Whether a transaction is known to have overwritten what was read: it wrote the key after the
   * initial value, or after what it read itself.
   */
  private boolean isOverwritten(int read, int writer) {
    int slot = readSlots[read];
    if (slot == NOTHING || !writes(writer, readKeys[read])) {
      return false;
    }
    boolean later = slot == INITIAL;
    for (int j = firstRead[writer]; j < firstRead[writer + 1] && slot >= 0; j++) {
      later |= readSlots[j] == slot && writers.writer(slot) != writer;
    }
    return later;
  }

  /** Whether a transaction read some key twice in a row, and the same both times. */
  boolean repeatsReads(int t) {
    return repeats.get(t);
  }

  /** The position of the first micro-operation that a read of a transaction stands for. */
  int position(int t, int read) {
    return position(t, read, false);
  }

  /** The position of the last one: it may have been repeated. */
  int lastPosition(int t, int read) {
    return position(t, read, true);
  }

  private int position(int t, int read, boolean isLast) {
    int key = readKeys[read];
    int wanted = 0;
    for (int i = firstRead[t]; i < read; i++) {
      wanted += readKeys[i] == key ? 1 : 0;
    }
    int position = NOTHING;
    int noted = 0;
    boolean isWanted = false;
    boolean isKnown = false;
    long before = 0;
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      boolean isRead = ops.kind(at) == MicroOps.Kind.READ;
      if (ops.key(at) != key || (isRead && transactions.isSilent(at))) {
        continue;
      }
      long cell = transactions.cell(at);
      if (!isRead || !isKnown || before != cell) {
        int slot = isRead ? writers.slot(key, cell) : NOTHING;
        boolean isNoted = isRead && (!isKnown || slot < 0 || writers.writer(slot) != t);
        isWanted = isNoted && noted++ == wanted;
      }
      isKnown = true;
      before = cell;
      if (isWanted) {
        position = at;
        if (!isLast) {
          return position;
        }
      }
    }
    return position;
  }
}
