package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Slices;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.List;

/**
 * The order of each list's versions: that of the longest list that anybody read.
 *
 * <p>Versions of all keys are numbered in a row: key k's version of length e is {@code base[k] +
 * e}, so that each key has one more than its longest list has elements.
 */
final class Versions {
  static final int NONE = -1;

  final int[] list;
  final int[] length;
  final int[] base;

  /** By key: who read its longest list; {@link #NONE} if nobody read it. */
  final int[] reader;

  /** By list: whether everything that was read of it is a beginning of its key's longest. */
  final boolean[] agrees;

  /** Whether all lists do. */
  final boolean allAgree;

  /** Whether no element stands in a longest list twice, and none of them failed. */
  final boolean isClean;

  /** Who made each version of the one before, as far as it is known and did not fail. */
  final int[] maker;

  /** By key: where the first element stands that failed or came from nowhere; else the length. */
  final int[] firstBad;

  /** By slot of {@link Writers}: where in its key's list the element stands, from 0. */
  final int[] position;

  private final Transactions transactions;
  private final Writers writers;
  private final MicroOps ops;

  Versions(Transactions transactions, Writers writers) {
    this.transactions = transactions;
    this.writers = writers;
    ops = transactions.ops;
    int keys = ops.keyCount();
    Longest longest = longest();
    list = longest.list;
    length = longest.length;
    reader = longest.reader;
    agrees = new boolean[ops.listCount()];
    allAgree = Slices.all(agrees.length, (from, to) -> agree(longest, from, to));
    base = new int[keys + 1];
    for (int key = 0; key < keys; key++) {
      base[key + 1] = Math.addExact(base[key], length[key] + 1);
    }
    maker = new int[base[keys]];
    position = new int[writers.slots()];
    firstBad = new int[keys];
    Arrays.fill(maker, NONE);
    Arrays.fill(position, NONE);
    isClean = Slices.all(keys, this::place);
  }

  /** The longest list of each key that some transactions read. */
  private static final class Longest {
    final int[] list;
    final int[] length;
    final int[] reader;

    /** By list: how much of it was read, and of which key it is. */
    final int[] used;

    final int[] keyOf;

    Longest(MicroOps ops) {
      list = new int[ops.keyCount()];
      length = new int[ops.keyCount()];
      reader = new int[ops.keyCount()];
      used = new int[ops.listCount()];
      keyOf = new int[ops.listCount()];
      Arrays.fill(list, NONE);
      Arrays.fill(reader, NONE);
    }

    void add(int key, int read, int size, int by) {
      used[read] = Math.max(used[read], size);
      keyOf[read] = key;
      if (list[key] == NONE || size > length[key]) {
        list[key] = read;
        length[key] = size;
        reader[key] = by;
      }
    }

    void addAll(Longest later) {
      for (int key = 0; key < list.length; key++) {
        if (later.list[key] != NONE) {
          add(key, later.list[key], later.length[key], later.reader[key]);
        }
      }
      for (int read = 0; read < used.length; read++) {
        used[read] = Math.max(used[read], later.used[read]);
        keyOf[read] = Math.max(keyOf[read], later.keyOf[read]);
      }
    }
  }

  private Longest longest() {
    List<Longest> slices =
        Slices.map(
            transactions.size(),
            (from, to) -> {
              Longest longest = new Longest(ops);
              for (int t = from; t < to; t++) {
                int stop = transactions.isOk(t) ? transactions.stop(t) : 0;
                for (int at = transactions.first(t); at < stop; at += MicroOps.WIDTH) {
                  if (ops.kind(at) == MicroOps.Kind.READ && ops.isList(at)) {
                    longest.add(ops.key(at), ops.list(at), ops.length(at), t);
                  }
                }
              }
              return longest;
            });
    slices.stream().skip(1).forEach(slices.getFirst()::addAll);
    return slices.getFirst();
  }

  /** Notes whether some lists are beginnings of their keys' longest; whether all are. */
  private boolean agree(Longest longest, int from, int to) {
    boolean agree = true;
    for (int read = from; read < to; read++) {
      int used = longest.used[read];
      agrees[read] = used == 0 || ops.agree(read, list[longest.keyOf[read]], used);
      agree &= agrees[read];
    }
    return agree;
  }

  /** Notes who made some keys' versions; whether nothing is wrong with these. */
  private boolean place(int fromKey, int toKey) {
    boolean clean = true;
    for (int key = fromKey; key < toKey; key++) {
      firstBad[key] = length[key];
      for (int p = 0; p < length[key]; p++) {
        int slot = writers.slot(key, ops.element(list[key], p));
        int writer = slot < 0 ? NONE : writers.writer(slot);
        boolean failed = writer >= 0 && transactions.isFail(writer);
        if (writer < 0 || failed) {
          firstBad[key] = Math.min(firstBad[key], p);
        }
        if (writer >= 0 && position[slot] == NONE) {
          position[slot] = p;
          maker[base[key] + p + 1] = failed ? NONE : writer;
          clean &= !failed;
        } else {
          clean &= writer < 0;
        }
      }
    }
    return clean;
  }

  /** The key that a version is of. */
  int keyOf(int version) {
    int low = 0;
    int high = base.length - 2;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (base[middle] <= version) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
