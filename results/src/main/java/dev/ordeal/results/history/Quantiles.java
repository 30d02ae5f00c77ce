package dev.ordeal.results.history;

/** Quantiles by the nearest rank: each is one of the values. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The least value that a share of all values does not exceed.
   *
   * @param sorted at least one value, the least first
   * @param percent from 0 to 100; 0 is the least value, 100 the greatest
   */
  public static double of(double[] sorted, double percent) {
    int rank = (int) Math.ceil(percent * sorted.length / 100);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}
