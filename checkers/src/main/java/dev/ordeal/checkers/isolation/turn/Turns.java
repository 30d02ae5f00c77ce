package dev.ordeal.checkers.isolation.turn;

import dev.ordeal.checkers.Budget;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gives questions turns until all are settled or time is over: each gets a short turn before any
 * gets a longer one.
 *
 * <p>A search begins again with each turn, and each round of turns is four times as long as the
 * last, so that what is done again costs a third at most (the schedule of iterative deepening). The
 * last round gets all that is left. Used by one thread.
 */
public final class Turns {
  /** The first turn of a question about no transactions. */
  private static final long TURN_NANOS = 500_000_000;

  /** More of it for each transaction: ten times what a near-linear decision takes. */
  private static final long TURN_NANOS_EACH = 30_000;

  private static final int GROWTH = 4;

  private Turns() {}

  /** A question that takes turns. */
  public interface Task {
    /** Whether more time is of no use to it. */
    boolean isSettled();

    /** Tries to find an answer until a turn is over. */
    void take(Budget turn);
  }

  /** The part of a budget that is the first turn of a question about some transactions. */
  public static Budget first(int transactions, Budget budget) {
    return budget.within(Duration.ofNanos(nanos(transactions)));
  }

  /**
   * Gives turns.
   *
   * @param transactions how many the questions are about
   * @param budget what may be used now; it may get less meanwhile
   */
  public static void take(List<? extends Task> tasks, int transactions, Supplier<Budget> budget) {
    long turn = nanos(transactions);
    long open = open(tasks);
    long before = Long.MAX_VALUE;
    while (open > 0 && open < before) {
      long left = budget.get().nanosLeft();
      // Another round would be shorter than this one.
      boolean isLast = left / open < turn * (1 + GROWTH);
      long nanos = isLast ? left / open + 1 : turn;
      for (Task task : tasks) {
        Budget whole = budget.get();
        if (whole.isOutOfTime()) {
          return;
        }
        if (!task.isSettled()) {
          task.take(whole.within(Duration.ofNanos(nanos)));
        }
      }
      turn *= GROWTH;
      // What some leave in the last round is for the others.
      before = isLast ? open : Long.MAX_VALUE;
      open = open(tasks);
    }
  }

  private static long open(List<? extends Task> tasks) {
    return tasks.stream().filter(task -> !task.isSettled()).count();
  }

  private static long nanos(int transactions) {
    return TURN_NANOS + TURN_NANOS_EACH * transactions;
  }
}
