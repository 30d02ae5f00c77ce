package dev.ordeal.results.history;

/**
 * How long the columns of a history become as it is read.
 *
 * <p>Copying columns to longer ones costs memory twice, and memory that was never touched before
 * costs more than reading the file does. So the length in the end is guessed where the file's size
 * tells it.
 *
 * @param times how many times as much there will be in the end; 0 if that is unknown
 */
public record Growth(double times) {
  /** Nothing is known of what is still to come. */
  public static final Growth UNKNOWN = new Growth(0);

  private static final int ELEMENTS_MAX = Integer.MAX_VALUE - 8;
  private static final double SLACK = 1.02;

  /** The least growth, so that a guess that is too low again and again costs little. */
  private static final double STEP = 1.125;

  private static final int LEAST = 16;

  /** The share of all memory that a column may take because of a guess. */
  private static final int MEMORY_SHARE = 4;

  /** What is to be expected when so many lines of a number that is known about were read. */
  public static Growth of(long linesRead, long lines) {
    return lines == 0 || linesRead == 0
        ? UNKNOWN
        : new Growth(Math.max(1, (double) lines / linesRead));
  }

  /**
   * A capacity for so many elements of a column, which stays as it is if they fit.
   *
   * @param width bytes of an element
   */
  int capacity(int length, long needed, int width) {
    if (needed <= length) {
      return length;
    }
    if (needed > ELEMENTS_MAX) {
      throw new OutOfMemoryError("a column of a history has more than 2^31 elements");
    }
    double most = Runtime.getRuntime().maxMemory() / (double) (MEMORY_SHARE * width);
    double guess = Math.min(times * SLACK * needed, Math.max(most, 2.0 * length));
    double wanted = Math.max(guess, (times == 0 ? 2 : STEP) * length);
    return (int) Math.min(ELEMENTS_MAX, Math.max(wanted, Math.max(LEAST, (double) needed)));
  }
}
