package dev.ordeal.checkers.isolation.turn;

/**
 * When a question is asked of parts of a history.
 *
 * @param isWholeFirst whether all transactions are asked about at once before parts are
 * @param timeLeast below so many transactions a part of one time is not divided further; 2 at least
 */
public record Division(boolean isWholeFirst, int timeLeast) {
  /** All at once, and parts only where that takes longer than a turn. */
  public static final Division USUAL = new Division(true, 32);

  /** Parts of whatever size, and all at once only where they do not tell: for tests. */
  public static final Division PARTS_FIRST = new Division(false, 2);
}
