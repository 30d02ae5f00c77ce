package dev.ordeal.checkers.isolation.list;

import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.WriteStatistics;
import dev.ordeal.checkers.isolation.transaction.Writers;
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

  /** By key: where the first element stands that failed or came from nowhere; else the length. */
  final int[] firstBad;

  /** By version: whether the transaction that made it appended more to the same list. */
  final boolean[] isIntermediate;

  /** By slot of {@link Writers}: where in its key's list the element stands, from 0. */
  final int[] position;

  private final Transactions transactions;
  private final Writers writers;
  private final MicroOps ops;

  Versions(Transactions transactions, Writers writers, WriteStatistics survey) {
    this.transactions = transactions;
    this.writers = writers;
    ops = transactions.ops;
    int keys = ops.keyCount();
    list = survey.list;
    length = survey.length;
    reader = survey.reader;
    agrees = new boolean[ops.listCount()];
    allAgree = ParallelRanges.all(agrees.length, (from, to) -> agree(survey, from, to));
    base = new int[keys + 1];
    for (int key = 0; key < keys; key++) {
      base[key + 1] = Math.addExact(base[key], length[key] + 1);
    }
    maker = new int[base[keys]];
    isIntermediate = new boolean[base[keys]];
    position = new int[writers.slots()];
    firstBad = new int[keys];
    Arrays.fill(maker, NONE);
    Arrays.fill(position, NONE);
    isClean = ParallelRanges.all(keys, this::place);
  }

  /** Notes whether some lists are beginnings of their keys' longest; whether all are. */
  private boolean agree(WriteStatistics survey, int from, int to) {
    boolean agree = true;
    for (int read = from; read < to; read++) {
      int used = survey.used[read];
      agrees[read] = used == 0 || ops.agree(read, list[survey.keyOf[read]], used);
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
        isIntermediate[base[key] + p + 1] = slot >= 0 && writers.isIntermediate(slot);
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
}
