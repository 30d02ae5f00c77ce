package dev.ordeal.checkers.isolation.list;

import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;

/** What is wrong with the order of a list's elements itself, independent of its readers. */
final class ListOrders {
  private static final int NONE = Versions.NONE;

  private final Transactions transactions;
  private final Writers writers;
  private final Versions versions;
  private final Findings findings;
  private final MicroOps ops;

  ListOrders(Transactions transactions, Writers writers, Versions versions, Findings findings) {
    this.transactions = transactions;
    this.writers = writers;
    this.versions = versions;
    this.findings = findings;
    ops = transactions.ops;
  }

  /** Finds elements that stand twice, and those that were put behind ones that failed. */
  void judgeElements() {
    if (!versions.isClean) {
      judgeOrders();
    }
  }

  private void judgeOrders() {
    for (int key = 0; key < ops.keyCount(); key++) {
      int list = versions.list[key];
      int failed = NONE;
      for (int p = 0; p < versions.length[key]; p++) {
        long element = ops.element(list, p);
        int writer = writers.writer(key, element);
        if (writer >= 0 && versions.position[writers.slot(key, element)] != p) {
          duplicate(key, element);
        } else if (writer >= 0 && transactions.isFail(writer)) {
          failed = writer;
        } else if (writer >= 0 && failed != NONE) {
          dirtyUpdate(key, failed, writer);
          failed = NONE;
        }
      }
    }
  }

  /**
   * Finds who did not keep its own order: what a transaction appends to a list stands there as it
   * was appended, one behind the other.
   */
  void judgeOwn() {
    int[] last = new int[ops.keyCount()];
    int[] whose = new int[ops.keyCount()];
    Arrays.fill(whose, NONE);
    for (int t = 0; t < transactions.size(); t++) {
      if (!transactions.isFail(t)) {
        ownOrder(t, last, whose, this::outOfOrder);
      }
    }
  }

  /** Whether all whose ends are unknown kept their own orders. */
  boolean areKeptByCrashed() {
    return ParallelRanges.all(
        transactions.size(),
        (from, to) -> {
          int[] last = new int[ops.keyCount()];
          int[] whose = new int[ops.keyCount()];
          Arrays.fill(whose, NONE);
          boolean kept = true;
          for (int t = from; t < to; t++) {
            kept &= !transactions.isInfo(t) || ownOrder(t, last, whose, (who, key) -> {});
          }
          return kept;
        });
  }

  /** Takes a transaction whose appends to a key are out of order. */
  private interface OutOfOrder {
    void on(int transaction, int key);
  }

  private boolean ownOrder(int t, int[] last, int[] whose, OutOfOrder outOfOrder) {
    boolean kept = true;
    int stop = transactions.stop(t);
    for (int at = transactions.first(t); at < stop; at += MicroOps.WIDTH) {
      if (ops.kind(at) != MicroOps.Kind.APPEND) {
        continue;
      }
      int key = ops.key(at);
      if (whose[key] == t && !follows(last[key], at)) {
        kept = false;
        outOfOrder.on(t, key);
      }
      whose[key] = t;
      last[key] = at;
    }
    return kept;
  }

  /** Whether what was appended at a position stands behind what was at another, if it stands. */
  boolean follows(int before, int at) {
    int position = place(at);
    return position == NONE || (place(before) != NONE && position == place(before) + 1);
  }

  private int place(int at) {
    return versions.position[writers.slot(ops.key(at), ops.cell(at))];
  }

  private void outOfOrder(int t, int key) {
    int reader = versions.reader[key];
    findings.add(
        "incompatible-order",
        transactions.key(key),
        new int[] {t, reader},
        () ->
            ("%s read %s = %s, where what %s appended does not stand in the order in which it"
                    + " was appended, one behind the other.")
                .formatted(
                    transactions.name(reader),
                    transactions.key(key),
                    longest(key),
                    transactions.name(t)));
  }

  private void duplicate(int key, long element) {
    int reader = versions.reader[key];
    findings.add(
        "duplicate-elements",
        transactions.key(key),
        new int[] {reader, writers.writer(key, element)},
        () ->
            "%s read %s = %s, in which %s stands more than once, but it was appended only once."
                .formatted(
                    transactions.name(reader),
                    transactions.key(key),
                    longest(key),
                    transactions.value(element)));
  }

  private void dirtyUpdate(int key, int failed, int writer) {
    int reader = versions.reader[key];
    findings.add(
        "dirty-update",
        transactions.key(key),
        new int[] {failed, writer, reader},
        () ->
            ("%s failed, but %s appended to %s behind what it had appended, and "
                    + "committed: %s read %s.")
                .formatted(
                    transactions.name(failed),
                    transactions.name(writer),
                    transactions.key(key),
                    transactions.name(reader),
                    longest(key)));
  }

  private String longest(int key) {
    return transactions.list(versions.list[key], versions.length[key]);
  }
}
