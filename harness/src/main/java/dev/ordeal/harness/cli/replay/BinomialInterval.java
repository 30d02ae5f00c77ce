package dev.ordeal.harness.cli.replay;

import java.util.function.DoublePredicate;

/**
 * Between which shares the probability of an outcome lies that was seen in some of several
 * independent trials: the interval of Clopper and Pearson (Biometrika 26, 1934), which holds the
 * true probability in at least 95 % of all cases, however few trials there are.
 *
 * <p>Its lower end is the probability at which as many or more would be seen in 2.5 % of all cases,
 * its upper end that at which as many or fewer would. Both are found by halving, in time linear in
 * the number of trials.
 *
 * @param lower from 0 to 1
 * @param upper from 0 to 1
 */
public record BinomialInterval(double lower, double upper) {
  private static final double TAIL = 0.025;
  private static final int HALVINGS = 60;

  /**
   * Of what was seen.
   *
   * @param seen from 0 to {@code trials}
   * @param trials 1 or more
   */
  public static BinomialInterval of(int seen, int trials) {
    if (trials < 1 || seen < 0 || seen > trials) {
      throw new IllegalArgumentException(seen + " of " + trials);
    }
    double lower = seen == 0 ? 0 : least(p -> atLeast(seen, trials, p) >= TAIL);
    double upper = seen == trials ? 1 : least(p -> 1 - atLeast(seen + 1, trials, p) <= TAIL);
    return new BinomialInterval(lower, upper);
  }

  /** The least probability for which something holds that holds for all greater ones, too. */
  private static double least(DoublePredicate holds) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (holds.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** The probability that {@code least} or more of some trials have an outcome. */
  static double atLeast(int least, int trials, double probability) {
    if (least <= 0 || probability >= 1) {
      return 1;
    }
    if (probability <= 0) {
      return 0;
    }
    // Logarithms: the first terms of long series are less than the least double.
    double odds = Math.log(probability) - Math.log1p(-probability);
    double term = trials * Math.log1p(-probability);
    double sum = 0;
    for (int k = 0; k <= trials; k++) {
      if (k >= least) {
        sum += Math.exp(term);
      }
      term += Math.log((double) (trials - k) / (k + 1)) + odds;
    }
    return Math.min(1, sum);
  }
}
