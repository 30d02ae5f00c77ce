package dev.ordeal.checkers;

/**
 * Looks at the clock of a budget each time that so much was done, however unequal the steps of a
 * search are. Used by one thread.
 */
public final class Pace {
  /** Comparisons of two configurations, say, that are a millisecond or less together. */
  private static final long WORK_PER_LOOK = 50_000;

  private final Budget budget;
  private long work;

  public Pace(Budget budget) {
    this.budget = budget;
  }

  /**
   * Takes note of what is about to be done.
   *
   * @param more how much, in steps of some ten nanoseconds
   * @throws BudgetExceededException if there is no time left
   */
  public void spend(long more) {
    work += more;
    if (work > WORK_PER_LOOK) {
      work = 0;
      budget.check();
    }
  }
}
