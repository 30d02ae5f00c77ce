package dev.ordeal.checkers.isolation.explanation;

import dev.ordeal.checkers.BudgetExceededException;
import java.util.ArrayList;
import java.util.List;

/** The transactions that are open at some time, each at a place of its own: a bit of a number. */
public final class OpenTransactions {
  private final int[] at = new int[Long.SIZE];
  private long taken;

  /**
   * Gives a transaction a place.
   *
   * @throws BudgetExceededException if there is none left
   */
  public int add(int transaction) {
    if (taken == -1) {
      throw new BudgetExceededException(
          "more than %d transactions were open at a time".formatted(Long.SIZE));
    }
    int place = Long.numberOfTrailingZeros(~taken);
    taken |= 1L << place;
    at[place] = transaction;
    return place;
  }

  /** Frees a place. */
  public void remove(int place) {
    taken &= ~(1L << place);
  }

  /** The places that are taken. */
  public long places() {
    return taken;
  }

  /** The transaction at a place that is taken. */
  public int at(int place) {
    return at[place];
  }

  /** The place of a transaction that is open. */
  public int place(int transaction) {
    long left = taken;
    while (at[Long.numberOfTrailingZeros(left)] != transaction) {
      left &= left - 1;
    }
    return Long.numberOfTrailingZeros(left);
  }

  /** One of them as what cannot be explained. */
  public Unexplained unexplained(int transaction) {
    List<Integer> others = new ArrayList<>();
    for (long left = taken; left != 0; left &= left - 1) {
      int other = at[Long.numberOfTrailingZeros(left)];
      if (other != transaction) {
        others.add(other);
      }
    }
    return new Unexplained(transaction, others);
  }
}
