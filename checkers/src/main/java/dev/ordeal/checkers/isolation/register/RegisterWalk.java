package dev.ordeal.checkers.isolation.register;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Reads through some consecutive transactions on registers: what each saw of others, what it left,
 * and what contradicts itself or was read although nobody committed it.
 */
final class RegisterWalk {
  private final Transactions transactions;
  private final Writers writers;
  private final MicroOps ops;

  /** What was found, in the order of the transactions. */
  final Findings findings;

  /** How many reads of others' values and written keys each transaction has, behind the others. */
  final int[] readEnds;

  final int[] writeEnds;

  // The reads and writes themselves; see RwRegister.
  int[] readKeys;
  int[] readSlots;
  int[] writeKeys;
  int[] writeSlots;
  int reads;
  int writes;

  /** Those that read some key twice in a row, and the same both times. */
  final BitSet repeats = new BitSet();

  /** Whether time was over first; then there is no more of it than the findings. */
  final boolean isCut;

  // By key: which transaction came to it last, what that knows of it, and if it wrote that.
  private final int[] stamp;
  private final long[] known;
  private final boolean[] own;

  RegisterWalk(Transactions transactions, Writers writers, int from, int to, Budget passes) {
    this.transactions = transactions;
    this.writers = writers;
    ops = transactions.ops;
    findings = new Findings(transactions);
    int n = to - from;
    readEnds = new int[n];
    writeEnds = new int[n];
    readKeys = new int[n + 16];
    readSlots = new int[n + 16];
    writeKeys = new int[n + 16];
    writeSlots = new int[n + 16];
    stamp = new int[ops.keyCount()];
    known = new long[ops.keyCount()];
    own = new boolean[ops.keyCount()];
    Arrays.fill(stamp, -1);
    boolean isLate = false;
    for (int t = from; t < to && !isLate; t++) {
      walk(t);
      readEnds[t - from] = reads;
      writeEnds[t - from] = writes;
      isLate = passes.isOutOfTime(t);
    }
    isCut = isLate;
  }

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
        slot < 0 && cell == CellPool.NIL
            ? RwRegister.INITIAL
            : judgeRead(t, key, cell, slot) ? slot : RwRegister.NOTHING;
  }

  /** Whether a value that was read says who wrote it. */
  private boolean judgeRead(int t, int key, long cell, int slot) {
    int writer = slot < 0 ? RwRegister.NOTHING : writers.writer(slot);
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
}
