package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;

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

  /** By slot of {@link Writers}: where in its key's list the element stands, from 0. */
  final int[] position;

  Versions(Transactions transactions, Writers writers) {
    MicroOps ops = transactions.ops;
    int keys = ops.keyCount();
    list = new int[keys];
    length = new int[keys];
    base = new int[keys + 1];
    reader = new int[keys];
    Arrays.fill(list, NONE);
    Arrays.fill(reader, NONE);
    int[] used = new int[ops.listCount()];
    int[] keyOf = new int[ops.listCount()];
    for (int t = 0; t < transactions.size(); t++) {
      if (!transactions.isOk(t)) {
        continue;
      }
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.READ && ops.isList(at)) {
          int key = ops.key(at);
          int read = ops.list(at);
          used[read] = Math.max(used[read], ops.length(at));
          keyOf[read] = key;
          if (list[key] == NONE || ops.length(at) > length[key]) {
            list[key] = read;
            length[key] = ops.length(at);
            reader[key] = t;
          }
        }
      }
    }
    agrees = new boolean[used.length];
    boolean agree = true;
    for (int read = 0; read < used.length; read++) {
      int key = keyOf[read];
      agrees[read] = used[read] == 0 || ops.agree(read, list[key], used[read]);
      agree &= agrees[read];
    }
    allAgree = agree;
    for (int key = 0; key < keys; key++) {
      base[key + 1] = Math.addExact(base[key], length[key] + 1);
    }
    maker = new int[base[keys]];
    Arrays.fill(maker, NONE);
    position = new int[writers.slots()];
    Arrays.fill(position, NONE);
    boolean clean = true;
    for (int key = 0; key < keys; key++) {
      for (int p = 0; p < length[key]; p++) {
        int slot = writers.slot(key, ops.element(list[key], p));
        int writer = slot < 0 ? NONE : writers.writer(slot);
        if (writer >= 0 && position[slot] == NONE) {
          position[slot] = p;
          boolean failed = transactions.isFail(writer);
          maker[base[key] + p + 1] = failed ? NONE : writer;
          clean &= !failed;
        } else {
          clean &= writer < 0;
        }
      }
    }
    isClean = clean;
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
