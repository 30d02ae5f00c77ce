package dev.ordeal.checkers.isolation.counter;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.isolation.explanation.OpenTransactions;
import dev.ordeal.checkers.isolation.explanation.Unexplained;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks for an order of transactions on counters that explains every sum that they read.
 *
 * <p>Goes through calls and ends in their order and linearizes just in time (Lowe, 2017): when a
 * transaction ends, it is put into the order, and before it as many of the others that are open as
 * its sums need. Increments commute, so all that matters of an order so far is which of the open
 * transactions are in it: a set of bits. There can be two to the number of open ones, which those
 * of unknown outcome stay for ever.
 */
final class CounterSearch {
  private final Transactions transactions;
  private final MicroOps ops;
  private final Budget budget;
  private final BitSet reads;

  /** Those that take part. */
  private final BitSet members;

  /** By key: the sum of all that is in the order in every configuration. */
  private final long[] sums;

  private final OpenTransactions open = new OpenTransactions();
  private Set<Long> configurations = new HashSet<>();

  /**
   * A search among some transactions that share no key with others.
   *
   * @param members their numbers
   * @param reads those whose reads count; null for all
   */
  static CounterSearch among(
      Transactions transactions, BitSet members, BitSet reads, Budget budget) {
    return new CounterSearch(transactions, reads, members, budget);
  }

  private CounterSearch(Transactions transactions, BitSet reads, BitSet members, Budget budget) {
    this.members = members;
    this.reads = reads;
    this.transactions = transactions;
    this.ops = transactions.ops;
    this.budget = budget;
    this.sums = new long[ops.keyCount()];
    configurations.add(0L);
  }

  /**
   * Looks for an order in real time.
   *
   * @return the first transaction that no order explains; null if there is an order
   * @throws BudgetExceededException if too many are open, or time or memory is used up
   */
  Unexplained inTime() {
    int next = 0;
    for (int t : transactions.okByEnd()) {
      while (next < transactions.size() && transactions.start(next) < transactions.end(t)) {
        begin(next++);
      }
      Unexplained found = takesPart(t) ? end(t) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Looks for any order; as {@link #inTime} otherwise. */
  Unexplained inAnyOrder() {
    for (int t = 0; t < transactions.size(); t++) {
      begin(t);
    }
    for (int t = 0; t < transactions.size(); t++) {
      Unexplained found = transactions.isOk(t) && takesPart(t) ? end(t) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void begin(int t) {
    if (takesPart(t)
        && (transactions.isOk(t)
            || (transactions.isInfo(t) && transactions.does(t, MicroOps.Kind.INCREMENT)))) {
      open.add(t);
    }
  }

  private boolean takesPart(int t) {
    return members.get(t);
  }

  /** Puts a transaction into all orders that allow it. */
  private Unexplained end(int t) {
    int place = open.place(t);
    long bit = 1L << place;
    Set<Long> with = new HashSet<>();
    Set<Long> seen = new HashSet<>(configurations);
    Deque<Long> queue = new ArrayDeque<>(configurations);
    while (!queue.isEmpty()) {
      long configuration = queue.remove();
      if ((configuration & bit) != 0) {
        with.add(configuration & ~bit);
        continue;
      }
      if (seen.size() > budget.configurationsMax()) {
        throw new BudgetExceededException("too many orders of increments are possible");
      }
      budget.check();
      for (long left = open.places() & ~configuration; left != 0; left &= left - 1) {
        long next = configuration | Long.lowestOneBit(left);
        int other = open.at(Long.numberOfTrailingZeros(left));
        if (explains(other, configuration) && seen.add(next)) {
          queue.add(next);
        }
      }
    }
    if (with.isEmpty()) {
      return open.unexplained(t);
    }
    configurations = with;
    open.remove(place);
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      sums[ops.key(at)] += increment(at);
    }
    return null;
  }

  /** Whether a transaction reads what it does right after those of a configuration. */
  private boolean explains(int t, long configuration) {
    for (int at = transactions.first(t);
        counts(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ) {
        int key = ops.key(at);
        long sum = sums[key] + incremented(t, key, at);
        for (long left = configuration; left != 0; left &= left - 1) {
          int other = open.at(Long.numberOfTrailingZeros(left));
          sum += incremented(other, key, transactions.stop(other));
        }
        if (sum != number(at)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean counts(int t) {
    return transactions.isOk(t) && (reads == null || reads.get(t));
  }

  /** By how much a transaction increments a counter before one of its micro-operations. */
  private long incremented(int t, int key, int before) {
    long sum = 0;
    for (int at = transactions.first(t); at < before; at += MicroOps.WIDTH) {
      sum += ops.key(at) == key ? increment(at) : 0;
    }
    return sum;
  }

  private long increment(int at) {
    return ops.kind(at) == MicroOps.Kind.INCREMENT ? number(at) : 0;
  }

  /** What is added or was read; a counter that is not there is 0. */
  private long number(int at) {
    return ops.cell(at) == CellPool.NIL ? 0 : CellPool.number(ops.cell(at));
  }
}
