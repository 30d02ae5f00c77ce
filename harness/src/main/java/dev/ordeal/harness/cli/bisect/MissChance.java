package dev.ordeal.harness.cli.bisect;

/**
 * How probable it is that a version which has the anomaly does not show it, however often it is
 * replayed, where the share of replays that show it is known from some replays only.
 *
 * <p>Every share is as probable as any other beforehand. After {@code shown} of {@code all} replays
 * it has a beta distribution, and the next {@code k} replays show nothing with the probability
 *
 * <pre>
 *   (all - shown + 1) (all - shown + 2) … (all - shown + k)
 *   -------------------------------------------------------
 *         (all + 2) (all + 3) … (all + 1 + k)
 * </pre>
 *
 * which is Laplace's rule of succession, applied k times. With a share p that is known for certain
 * it would be (1 - p)^k, which is less: the little that is known of the share is accounted for.
 */
public final class MissChance {
  private static final int REPLAYS_MAX = 100_000;

  private MissChance() {}

  /** The probability that {@code k} replays show nothing. */
  public static double of(int shown, int all, int k) {
    double chance = 1;
    for (int i = 1; i <= k; i++) {
      chance *= (double) (all - shown + i) / (all + 1 + i);
    }
    return chance;
  }

  /** The least number of replays that show nothing with a probability of at most {@code chance}. */
  public static int replays(int shown, int all, double chance) {
    double left = 1;
    int k = 0;
    while (left > chance && k < REPLAYS_MAX) {
      k++;
      left *= (double) (all - shown + k) / (all + 1 + k);
    }
    return k;
  }
}
