package dev.ordeal.checkers.isolation.transaction;

import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who wrote what: a number, from 0, for each key and value that was written, and its transaction.
 *
 * <p>Values of a key are mostly numbers without large gaps and then index an array; others go
 * through a hash table.
 */
public final class Writers {
  private static final int NOBODY = -1;

  private final Transactions transactions;
  private final MicroOps ops;
  private final MicroOps.Kind kind;
  private final WriteStatistics survey;
  private final long[] least;
  private final int[] base;
  private final int[] width;
  private final Map<Integer, LongIntMap> sparse = new HashMap<>();
  private final int[] writer;

  /** Whether the same transaction wrote the key once more afterwards. */
  private final boolean[] intermediate;

  /** Two transactions that wrote the same value to the same key; null if there are none. */
  private int[] twice;

  private int twiceKey;
  private long twiceCell;

  /** Of writes of a kind. */
  public static Writers of(Transactions transactions, MicroOps.Kind kind) {
    return new Writers(transactions, kind, WriteStatistics.of(transactions, kind));
  }

  /**
   * Of writes of a kind.
   *
   * @param survey of the same
   */
  public Writers(Transactions transactions, MicroOps.Kind kind, WriteStatistics survey) {
    this.transactions = transactions;
    this.ops = transactions.ops;
    this.kind = kind;
    this.survey = survey;
    least = survey.least;
    int keys = ops.keyCount();
    base = new int[keys];
    width = new int[keys];
    int slots = 0;
    for (int key = 0; key < keys; key++) {
      base[key] = slots;
      if (!survey.isDense(key)) {
        sparse.put(key, new LongIntMap(survey.counts[key]));
      }
      width[key] = survey.width(key);
      slots = Math.addExact(slots, width[key]);
    }
    writer = new int[slots];
    intermediate = new boolean[slots];
    Arrays.fill(writer, NOBODY);
    if (!sparse.isEmpty()) {
      write(0, transactions.size());
    } else if (!isWrittenSideBySide()) {
      Arrays.fill(writer, NOBODY);
      Arrays.fill(intermediate, false);
      twice = null;
      write(0, transactions.size());
    }
  }

  private boolean isWrite(int at) {
    return ops.kind(at) == kind;
  }

  /** Notes who wrote what; false, and to be done again in order, if a value came twice. */
  private boolean isWrittenSideBySide() {
    // Who writes to a slot last stays there: if as many were filled as written, nobody came twice.
    long writes = sum(ParallelRanges.map(transactions.size(), this::write));
    return writes == sum(ParallelRanges.map(writer.length, this::filled));
  }

  private static long sum(List<Integer> counts) {
    return counts.stream().mapToLong(count -> count).sum();
  }

  private int filled(int from, int to) {
    int filled = 0;
    for (int slot = from; slot < to; slot++) {
      filled += writer[slot] == NOBODY ? 0 : 1;
    }
    return filled;
  }

  /** Notes what some transactions wrote; how many writes those are. */
  private int write(int from, int to) {
    int[] lastOf = new int[base.length];
    int[] lastSlot = new int[base.length];
    int writes = 0;
    for (int t = from; t < to; t++) {
      int stop = transactions.stop(t);
      for (int at = transactions.first(t); at < stop; at += MicroOps.WIDTH) {
        if (!isWrite(at)) {
          continue;
        }
        writes++;
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
    return writes;
  }

  private int make(int key, long cell) {
    LongIntMap map = sparse.isEmpty() ? null : sparse.get(key);
    return map == null ? slot(key, cell) : base[key] + map.number(cell);
  }

  /** How many slots there are; some may be nobody's. */
  public int slots() {
    return writer.length;
  }

  /** A key's first slot; those of one key follow each other. */
  public int firstSlot(int key) {
    return base[key];
  }

  /** The slot behind a key's last one. */
  public int stopSlot(int key) {
    return base[key] + width[key];
  }

  /** The slot of a key's value; -1 if nobody wrote it. */
  public int slot(int key, long cell) {
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
  public int writer(int key, long cell) {
    int slot = slot(key, cell);
    return slot < 0 ? NOBODY : writer[slot];
  }

  /** Who wrote what a slot stands for; -1 for nobody. */
  public int writer(int slot) {
    return writer[slot];
  }

  /** Whether the writer of a slot wrote the key once more. */
  public boolean isIntermediate(int slot) {
    return intermediate[slot];
  }

  /** Whether a read need not tell whose write it saw, for that reason or since nil was survey. */
  public boolean isAmbiguous() {
    return twice != null || survey.writesNil();
  }

  /** Whether a value was written to a key by two transactions, or twice by one. */
  public boolean hasDuplicates() {
    return twice != null;
  }

  /** The two that wrote a value twice, maybe the same; null if there are none. */
  public int[] duplicateWriters() {
    return twice;
  }

  /** The key of that value, if there is one. */
  public int duplicateKey() {
    return twiceKey;
  }

  /** The cell of that value, if there is one. */
  public long duplicateCell() {
    return twiceCell;
  }
}
