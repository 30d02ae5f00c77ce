package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.MicroOps;
import java.util.HashMap;
import java.util.Map;

/**
 * Who wrote what: a number, from 0, for each key and value that was written, and its transaction.
 *
 * <p>Values of a key are mostly numbers without large gaps and then index an array; others go
 * through a hash table.
 */
final class Writers {
  /** How much larger than their number the range of a key's values may be. */
  private static final int SPARSE = 4;

  private static final int NOBODY = -1;

  private final long[] least;
  private final int[] base;
  private final int[] width;
  private final Map<Integer, LongIntMap> sparse = new HashMap<>();
  private final int[] writer;

  /** Whether the same transaction wrote the key once more afterwards. */
  private final boolean[] intermediate;

  /** Two transactions that wrote the same value to the same key; null if there are none. */
  private int[] twice;

  private boolean writesNil;
  private int twiceKey;
  private long twiceCell;

  Writers(Transactions transactions, MicroOps.Kind kind) {
    MicroOps ops = transactions.ops;
    int keys = ops.keyCount();
    least = new long[keys];
    base = new int[keys];
    width = new int[keys];
    long[] greatest = new long[keys];
    int[] counts = new int[keys];
    boolean[] others = new boolean[keys];
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) != kind || ops.isList(at)) {
          continue;
        }
        int key = ops.key(at);
        long cell = transactions.cell(at);
        writesNil |= cell == CellPool.NIL;
        others[key] |= !CellPool.isNumber(cell);
        long number = CellPool.number(cell);
        least[key] = counts[key] == 0 ? number : Math.min(least[key], number);
        greatest[key] = counts[key]++ == 0 ? number : Math.max(greatest[key], number);
      }
    }
    int slots = 0;
    for (int key = 0; key < keys; key++) {
      base[key] = slots;
      long range = greatest[key] - least[key] + 1;
      boolean dense = !others[key] && range > 0 && range <= (long) SPARSE * counts[key] + SPARSE;
      if (counts[key] > 0 && !dense) {
        sparse.put(key, new LongIntMap(counts[key]));
      }
      width[key] = counts[key] == 0 ? 0 : dense ? (int) range : counts[key];
      slots = Math.addExact(slots, width[key]);
    }
    writer = new int[slots];
    java.util.Arrays.fill(writer, NOBODY);
    intermediate = new boolean[slots];
    int[] lastOf = new int[keys];
    int[] lastSlot = new int[keys];
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) != kind || ops.isList(at)) {
          continue;
        }
        int key = ops.key(at);
        int slot = make(key, transactions.cell(at));
        if (writer[slot] != NOBODY && twice == null) {
          twice = new int[] {writer[slot], t};
          twiceKey = key;
          twiceCell = transactions.cell(at);
        }
        writer[slot] = t;
        if (lastOf[key] == t + 1) {
          intermediate[lastSlot[key]] = true;
        }
        lastOf[key] = t + 1;
        lastSlot[key] = slot;
      }
    }
  }

  private int make(int key, long cell) {
    LongIntMap map = sparse.isEmpty() ? null : sparse.get(key);
    return map == null ? slot(key, cell) : base[key] + map.number(cell);
  }

  /** How many slots there are; some may be nobody's. */
  int slots() {
    return writer.length;
  }

  /** A key's first slot; those of one key follow each other. */
  int firstSlot(int key) {
    return base[key];
  }

  /** The slot behind a key's last one. */
  int stopSlot(int key) {
    return base[key] + width[key];
  }

  /** The slot of a key's value; -1 if nobody wrote it. */
  int slot(int key, long cell) {
    if (width[key] == 0) {
      return NOBODY;
    }
    LongIntMap map = sparse.isEmpty() ? null : sparse.get(key);
    if (map != null) {
      int number = map.get(cell);
      return number < 0 ? NOBODY : base[key] + number;
    }
    if (!CellPool.isNumber(cell)) {
      return NOBODY;
    }
    long offset = CellPool.number(cell) - least[key];
    return offset < 0 || offset >= width[key] ? NOBODY : base[key] + (int) offset;
  }

  /** Who wrote a key's value; -1 for nobody. */
  int writer(int key, long cell) {
    int slot = slot(key, cell);
    return slot < 0 ? NOBODY : writer[slot];
  }

  int writer(int slot) {
    return writer[slot];
  }

  boolean isIntermediate(int slot) {
    return intermediate[slot];
  }

  /** Tells whose elements a transaction read in lists or sets, and where. */
  void visitElements(Transactions transactions, int t, Dependencies.Observed observed) {
    MicroOps ops = transactions.ops;
    for (int at = transactions.first(t);
        transactions.isOk(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ && ops.isList(at)) {
        for (int i = 0; i < ops.length(at); i++) {
          int by = writer(ops.key(at), ops.element(ops.list(at), i));
          if (by >= 0 && by != t && !transactions.isFail(by)) {
            observed.seen(by, at);
          }
        }
      }
    }
  }

  /** Whether a read need not tell whose write it saw, for that reason or since nil was written. */
  boolean isAmbiguous() {
    return twice != null || writesNil;
  }

  boolean hasDuplicates() {
    return twice != null;
  }

  int[] duplicateWriters() {
    return twice;
  }

  int duplicateKey() {
    return twiceKey;
  }

  long duplicateCell() {
    return twiceCell;
  }
}
