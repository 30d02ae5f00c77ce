package dev.ordeal.checkers.isolation;

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

  /** How much of a list that a transaction read is of others. */
  int outside(int t, int at) {
    int length = ops.length(at);
    while (length > 0 && writers.writer(ops.key(at), ops.element(ops.list(at), length - 1)) == t) {
      length--;
    }
    return length;
  }

  /** The version of a key that a transaction read from outside; -1 if it read none. */
  int version(int t, int key) {
    int appended = 0;
    for (int at = transactions.first(t);
        transactions.isOk(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      if (ops.key(at) != key) {
        continue;
      }
      if (ops.kind(at) == MicroOps.Kind.APPEND) {
        appended++;
      } else if (!endsWithOwn(t, at, appended)) {
        return NONE;
      } else if (isOdd(at) && ops.length(at) > appended) {
        long last = ops.element(ops.list(at), ops.length(at) - appended - 1);
        int slot = writers.slot(key, last);
        return slot < 0 || versions.position[slot] == NONE ? NONE : versions.position[slot] + 1;
      } else {
        return ops.isList(at) ? Math.max(0, ops.length(at) - appended) : 0;
      }
    }
    return NONE;
  }
}
