package dev.ordeal.checkers.isolation.list;

import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.MicroOps;

/** What transactions read of lists that others had appended to. */
final class ListReads {
  private static final int NONE = Versions.NONE;

  private final Transactions transactions;
  private final Writers writers;
  private final Versions versions;
  private final MicroOps ops;

  ListReads(Transactions transactions, Writers writers, Versions versions) {
    this.transactions = transactions;
    this.writers = writers;
    this.versions = versions;
    ops = transactions.ops;
  }

  /** Whether it is a read of a list that is no beginning of the key's longest. */
  boolean isOdd(int at) {
    return !versions.allAgree && ops.isList(at) && !versions.agrees[ops.list(at)];
  }

  /** Whether an element failed or came from nowhere. */
  boolean isBad(int key, long element) {
    int writer = writers.writer(key, element);
    return writer < 0 || transactions.isFail(writer);
  }

  /**
   * The place of the last element of a read list of which it is known who appended it: not one that
   * failed, came from nowhere or stands in the list before.
   *
   * @param length how many elements of the list count
   * @return -1 if there is none
   */
  int lastAppended(int at, int length) {
    int place = length - 1;
    while (place >= 0
        && (isBad(ops.key(at), ops.element(ops.list(at), place)) || isRepeated(at, place))) {
      place--;
    }
    return place;
  }

  private boolean isRepeated(int at, int place) {
    long element = ops.element(ops.list(at), place);
    for (int before = 0; before < place; before++) {
      if (ops.element(ops.list(at), before) == element) {
        return true;
      }
    }
    return false;
  }

  /** Whether a list ends with what the transaction has appended so far, in that order. */
  boolean endsWithOwn(int t, int at, int appended) {
    int index = (ops.isList(at) ? ops.length(at) : 0) - appended;
    if (index < 0) {
      return false;
    }
    for (int before = transactions.first(t);
        appended > 0 && before < at;
        before += MicroOps.WIDTH) {
      if (ops.key(before) == ops.key(at)
          && ops.kind(before) == MicroOps.Kind.APPEND
          && ops.element(ops.list(at), index++) != ops.cell(before)) {
        return false;
      }
    }
    return true;
  }

  /** How much of a list that a transaction read is of others: all but its own last elements. */
  int outside(int t, int at) {
    int length = ops.isList(at) ? ops.length(at) : 0;
    while (length > 0 && writers.writer(ops.key(at), ops.element(ops.list(at), length - 1)) == t) {
      length--;
    }
    return length;
  }

  /**
   * The version of its key that a read of a committed transaction shows: how many elements others
   * had appended; -1 where the list has no place among the key's versions.
   */
  int version(int t, int at) {
    int outside = outside(t, at);
    if (outside == 0 || !isOdd(at)) {
      return outside;
    }
    int slot = writers.slot(ops.key(at), ops.element(ops.list(at), outside - 1));
    return slot < 0 || versions.position[slot] == NONE ? NONE : versions.position[slot] + 1;
  }

  /**
   * The position of a transaction's last read of a key that shows a version before some place in
   * its list; -1 if there is none.
   *
   * @param place of an element, {@link Versions#NONE} for one that stands behind all that were read
   */
  int lastBefore(int t, int key, int place) {
    for (int at = transactions.stop(t) - MicroOps.WIDTH;
        transactions.isOk(t) && at >= transactions.first(t);
        at -= MicroOps.WIDTH) {
      if (ops.key(at) == key && ops.kind(at) == MicroOps.Kind.READ) {
        int version = version(t, at);
        if (version >= 0 && (place == NONE || place >= version)) {
          return at;
        }
      }
    }
    return NONE;
  }
}
