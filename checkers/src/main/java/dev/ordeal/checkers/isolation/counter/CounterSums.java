package dev.ordeal.checkers.isolation.counter;

import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;

/**
 * Finds sums of counters that no order of increments explains: those beyond what the increments of
 * others can come to together with the reader's own ones before the read. Linear, but for the
 * product of a transaction's own reads and increments.
 */
final class CounterSums {
  private final Transactions transactions;
  private final Findings findings;
  private final MicroOps ops;

  /** By key: the least and the greatest sum of what did not fail. */
  private final long[] least;

  private final long[] most;

  /** The same with what failed, of which reads may show some at read-uncommitted. */
  private final long[] leastOfAll;

  private final long[] mostOfAll;

  CounterSums(Transactions transactions, Findings findings) {
    this.transactions = transactions;
    this.findings = findings;
    ops = transactions.ops;
    least = new long[ops.keyCount()];
    most = new long[ops.keyCount()];
    leastOfAll = new long[ops.keyCount()];
    mostOfAll = new long[ops.keyCount()];
  }

  /** Notes {@code garbage-read}, {@code not-own-write} and {@code G1a}. */
  void judge() {
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.INCREMENT) {
          add(ops.key(at), number(transactions, t, at), transactions.isFail(t));
        }
      }
    }
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t);
          transactions.isOk(t) && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.READ) {
          judge(t, at, number(transactions, t, at));
        }
      }
    }
  }

  private void add(int key, long amount, boolean isFail) {
    leastOfAll[key] += Math.min(0, amount);
    mostOfAll[key] += Math.max(0, amount);
    least[key] += isFail ? 0 : Math.min(0, amount);
    most[key] += isFail ? 0 : Math.max(0, amount);
  }

  private void judge(int t, int at, long sum) {
    int key = ops.key(at);
    long before = 0;
    long down = 0;
    long up = 0;
    boolean hasEarlier = false;
    for (int own = transactions.first(t); own < transactions.stop(t); own += MicroOps.WIDTH) {
      if (ops.kind(own) == MicroOps.Kind.INCREMENT && ops.key(own) == key) {
        long amount = number(transactions, t, own);
        before += own < at ? amount : 0;
        hasEarlier |= own < at;
        down += Math.min(0, amount);
        up += Math.max(0, amount);
      }
    }
    if (sum < leastOfAll[key] || sum > mostOfAll[key]) {
      String text = "but all increments come to between %d and %d.";
      note("garbage-read", t, at, sum, text.formatted(leastOfAll[key], mostOfAll[key]));
    } else if (sum < leastOfAll[key] - down + before || sum > mostOfAll[key] - up + before) {
      String text = "but had added %d itself before, and all others come to between %d and %d.";
      long low = leastOfAll[key] - down;
      long high = mostOfAll[key] - up;
      note(
          hasEarlier ? "not-own-write" : "future-read",
          t,
          at,
          sum,
          text.formatted(before, low, high));
    } else if (sum < least[key] - down + before || sum > most[key] - up + before) {
      String text = "but what did not fail comes to between %d and %d: it shows what was aborted.";
      long low = least[key] - down + before;
      long high = most[key] - up + before;
      note("G1a", t, at, sum, text.formatted(low, high));
    }
  }

  private void note(String anomaly, int t, int at, long sum, String why) {
    findings.add(
        anomaly,
        transactions.key(ops.key(at)),
        new int[] {t},
        () ->
            "%s read %s = %d, %s"
                .formatted(transactions.name(t), transactions.key(ops.key(at)), sum, why));
  }

  /** What is added or was read; a counter that is not there is 0. */
  static long number(Transactions transactions, int t, int at) {
    MicroOps ops = transactions.ops;
    boolean isKnown = ops.kind(at) == MicroOps.Kind.READ || ops.kind(at) == MicroOps.Kind.INCREMENT;
    boolean isNumber = !ops.isList(at) && CellPool.isNumber(ops.cell(at));
    if (isKnown && isNumber) {
      return CellPool.number(ops.cell(at));
    }
    if (isKnown && !ops.isList(at) && ops.cell(at) == CellPool.NIL) {
      return 0;
    }
    throw new IllegalArgumentException(
        "%s: expected [\"inc\",key,number] or [\"r\",key,number], as for all counters; found %s"
            .formatted(transactions.name(t), transactions.operation(t).describe()));
  }
}
