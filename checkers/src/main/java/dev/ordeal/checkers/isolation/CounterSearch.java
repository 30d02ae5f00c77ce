package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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
  /** How many transactions may be open at a time. */
  static final int OPEN_MAX = Long.SIZE;

  private final Transactions transactions;
  private final MicroOps ops;
  private final Budget budget;

  /** By key: the sum of all that is in the order in every configuration. */
  private final long[] sums;

  /** By place: the open transaction; -1 for none. */
  private final int[] open = new int[OPEN_MAX];

  private Set<Long> configurations = new HashSet<>();

  /** A transaction that no order explains, and those that were open when it ended. */
  record Failure(int transaction, List<Integer> open) {}

  CounterSearch(Transactions transactions, Budget budget) {
    this.transactions = transactions;
    this.ops = transactions.ops;
    this.budget = budget;
    this.sums = new long[ops.keyCount()];
    Arrays.fill(open, -1);
    configurations.add(0L);
  }

  /**
   * Looks for an order in real time.
   *
   * @return the first transaction that no order explains; null if there is an order
   * @throws BudgetExceededException if too many are open, or time or memory is used up
   */
  Failure inTime() {
    List<int[]> ends = new ArrayList<>();
    for (int t = 0; t < transactions.size(); t++) {
      if (transactions.isOk(t)) {
        ends.add(new int[] {transactions.end(t), t});
      }
    }
    ends.sort((a, b) -> Integer.compare(a[0], b[0]));
    int next = 0;
    for (int[] end : ends) {
      while (next < transactions.size() && transactions.start(next) < end[0]) {
        begin(next++);
      }
      Failure failure = end(end[1]);
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  /** Looks for any order; as {@link #inTime} otherwise. */
  Failure inAnyOrder() {
    for (int t = 0; t < transactions.size(); t++) {
      begin(t);
    }
    for (int t = 0; t < transactions.size(); t++) {
      Failure failure = transactions.isOk(t) ? end(t) : null;
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private void begin(int t) {
    if (transactions.isFail(t) || (transactions.isInfo(t) && !increments(t))) {
      return;
    }
    int place = 0;
    while (place < OPEN_MAX && open[place] >= 0) {
      place++;
    }
    if (place == OPEN_MAX) {
      throw new BudgetExceededException(
          "more than %d transactions on counters were open at a time".formatted(OPEN_MAX));
    }
    open[place] = t;
  }

  private boolean increments(int t) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.INCREMENT) {
        return true;
      }
    }
    return false;
  }

  /** Puts a transaction into all orders that allow it. */
  private Failure end(int t) {
    int place = 0;
    while (open[place] != t) {
      place++;
    }
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
      for (int other = 0; other < OPEN_MAX; other++) {
        long next = configuration | (1L << other);
        if (open[other] >= 0
            && next != configuration
            && explains(open[other], configuration)
            && seen.add(next)) {
          queue.add(next);
        }
      }
    }
    if (with.isEmpty()) {
      return new Failure(t, stillOpen(t));
    }
    configurations = with;
    open[place] = -1;
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      sums[ops.key(at)] += increment(at);
    }
    return null;
  }

  private List<Integer> stillOpen(int except) {
    List<Integer> all = new ArrayList<>();
    for (int t : open) {
      if (t >= 0 && t != except) {
        all.add(t);
      }
    }
    return all;
  }

  /** Whether a transaction reads what it does right after those of a configuration. */
  private boolean explains(int t, long configuration) {
    for (int at = transactions.first(t);
        transactions.isOk(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ) {
        int key = ops.key(at);
        long sum = sums[key] + incremented(t, key, at);
        for (long left = configuration; left != 0; left &= left - 1) {
          int other = open[Long.numberOfTrailingZeros(left)];
          sum += incremented(other, key, transactions.stop(other));
        }
        if (sum != number(at)) {
          return false;
        }
      }
    }
    return true;
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
