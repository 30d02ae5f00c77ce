package dev.ordeal.checkers.isolation.transaction;

import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.List;

/**
 * What was written to each key, from which number to which, and the longest list that was read of
 * it: all that can be said in one look at every micro-operation.
 */
public final class WriteStatistics {
  private static final int NONE = -1;

  /** How much larger than their number the range of a key's values may be to be called dense. */
  private static final int SPARSE = 4;

  /** By key: the numbers that were written, and how many values. */
  final long[] least;

  private final long[] greatest;
  final int[] counts;

  /** By key: whether other values than numbers were written. */
  private final boolean[] others;

  private boolean writesNil;

  /** By key: the longest list that a committed transaction read, first; {@link #NONE} if none. */
  public final int[] list;

  /** By key: how long that list is. */
  public final int[] length;

  /** By key: who read that. */
  public final int[] reader;

  /** By list: how much of it was read by committed transactions, and of which key it is. */
  public final int[] used;

  /** By list: the key of which it was read. */
  public final int[] keyOf;

  private WriteStatistics(MicroOps ops) {
    int keys = ops.keyCount();
    least = new long[keys];
    greatest = new long[keys];
    counts = new int[keys];
    others = new boolean[keys];
    list = new int[keys];
    length = new int[keys];
    reader = new int[keys];
    used = new int[ops.listCount()];
    keyOf = new int[ops.listCount()];
    Arrays.fill(list, NONE);
    Arrays.fill(reader, NONE);
  }

  /** Looks at all micro-operations; those of a kind are the writes. */
  public static WriteStatistics of(Transactions transactions, MicroOps.Kind writes) {
    List<WriteStatistics> slices =
        ParallelRanges.map(
            transactions.size(),
            (from, to) ->
                new WriteStatistics(transactions.ops).look(transactions, writes, from, to));
    slices.stream().skip(1).forEach(slices.getFirst()::addAll);
    return slices.getFirst();
  }

  private WriteStatistics look(Transactions transactions, MicroOps.Kind writes, int from, int to) {
    MicroOps ops = transactions.ops;
    for (int t = from; t < to; t++) {
      boolean ok = transactions.isOk(t);
      int stop = transactions.stop(t);
      for (int at = transactions.first(t); at < stop; at += MicroOps.WIDTH) {
        if (ok && ops.isList(at)) {
          read(ops.key(at), ops.list(at), ops.length(at), t);
        } else if (ops.kind(at) == writes) {
          wrote(ops.key(at), transactions.cell(at));
        }
      }
    }
    return this;
  }

  private void wrote(int key, long cell) {
    writesNil |= cell == CellPool.NIL;
    others[key] |= !CellPool.isNumber(cell);
    long number = CellPool.number(cell);
    wrote(key, number, number, 1);
  }

  private void wrote(int key, long from, long to, int count) {
    least[key] = counts[key] == 0 ? from : Math.min(least[key], from);
    greatest[key] = counts[key] == 0 ? to : Math.max(greatest[key], to);
    counts[key] += count;
  }

  private void read(int key, int read, int size, int by) {
    used[read] = Math.max(used[read], size);
    keyOf[read] = key;
    if (list[key] == NONE || size > length[key]) {
      list[key] = read;
      length[key] = size;
      reader[key] = by;
    }
  }

  /** Adds what was seen later. */
  private void addAll(WriteStatistics later) {
    writesNil |= later.writesNil;
    for (int key = 0; key < counts.length; key++) {
      others[key] |= later.others[key];
      if (later.counts[key] > 0) {
        wrote(key, later.least[key], later.greatest[key], later.counts[key]);
      }
      if (later.list[key] != NONE) {
        read(key, later.list[key], later.length[key], later.reader[key]);
      }
    }
    for (int read = 0; read < used.length; read++) {
      used[read] = Math.max(used[read], later.used[read]);
      keyOf[read] = Math.max(keyOf[read], later.keyOf[read]);
    }
  }

  /** Whether nil was written, which reads of what was never written see, too. */
  boolean writesNil() {
    return writesNil;
  }

  /** Whether a key's values are numbers without large gaps. */
  boolean isDense(int key) {
    long range = greatest[key] - least[key] + 1;
    return counts[key] == 0
        || (!others[key] && range > 0 && range <= (long) SPARSE * counts[key] + SPARSE);
  }

  /** How many slots the key's values need: one each, also for those in gaps. */
  int width(int key) {
    return counts[key] > 0 && isDense(key) ? (int) (greatest[key] - least[key] + 1) : counts[key];
  }
}
