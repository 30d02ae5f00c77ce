package dev.ordeal.harness.cli.shrink;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which elements of a list to leave out next, by probabilistic delta debugging (Wang et al.,
 * ESEC/FSE 2021): each element is needed with some probability; those are left out together that
 * promise most, the size of the set times the probability that none of it is needed; and what a
 * test says changes the probabilities by Bayes' rule.
 *
 * <p>Here tests may also fail by chance although nothing that is needed is missing, which the
 * original does not know; a failure then is less of a proof. Not thread-safe.
 */
final class FaultRemoval {
  private static final double NEEDED_MAX = 0.99;
  private static final double GAIN_MIN = 0.1;
  private static final double NEEDED_USUAL = 1.5;

  private final double[] needed;
  private final boolean[] isGone;
  private final double chanceToMiss;

  /**
   * All elements are there.
   *
   * @param chanceToMiss how probable it is that a test fails although all is there that is needed
   */
  FaultRemoval(int size, double chanceToMiss) {
    needed = new double[size];
    isGone = new boolean[size];
    Arrays.fill(needed, Math.min(0.5, NEEDED_USUAL / size));
    this.chanceToMiss = chanceToMiss;
  }

  /** The places of those to leave out next; empty if no more can be expected. */
  List<Integer> next() {
    List<Integer> order =
        IntStream.range(0, needed.length)
            .filter(i -> !isGone[i])
            .boxed()
            // What came last is left out first: what came first may have made it possible.
            .sorted(
                Comparator.comparingDouble((Integer i) -> needed[i])
                    .thenComparing(Comparator.reverseOrder()))
            .toList();
    int best = 0;
    double most = GAIN_MIN;
    double none = 1;
    for (int size = 1; size <= order.size(); size++) {
      none *= 1 - needed[order.get(size - 1)];
      if (size * none > most) {
        most = size * none;
        best = size;
      }
    }
    return order.subList(0, best);
  }

  /** Without them all that is needed was there. */
  void gone(List<Integer> places) {
    places.forEach(place -> isGone[place] = true);
  }

  /** Without them the test failed. */
  void missed(List<Integer> places) {
    double none =
        places.stream().mapToDouble(place -> 1 - needed[place]).reduce(1, (a, b) -> a * b);
    double missed = 1 - none + none * chanceToMiss;
    for (int place : places) {
      needed[place] = Math.min(NEEDED_MAX, needed[place] / missed);
    }
  }

  /** Whether an element is still there. */
  boolean isThere(int place) {
    return !isGone[place];
  }
}
