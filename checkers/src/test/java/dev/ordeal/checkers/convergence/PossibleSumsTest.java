package dev.ordeal.checkers.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PossibleSumsTest {
  /** Every subset of the unsure ones, one by one. */
  @Test
  void hasWhatSubsetsComeTo() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 300; round++) {
      PossibleSums sums = new PossibleSums();
      long sure = 0;
      for (int i = random.nextInt(3); i > 0; i--) {
        long amount = random.nextInt(-5, 6);
        sums.add(amount, true);
        sure += amount;
      }
      long[] unsure = random.longs(random.nextInt(5), -5, 6).toArray();
      for (long amount : unsure) {
        sums.add(amount, false);
      }
      for (long sum = -40; sum <= 40; sum++) {
        assertThat(sums.has(sum)).as("%d", sum).isEqualTo(isSubset(unsure, sum - sure));
      }
    }
  }

  private static boolean isSubset(long[] amounts, long sum) {
    for (int subset = 0; subset < 1 << amounts.length; subset++) {
      long all = 0;
      for (int i = 0; i < amounts.length; i++) {
        all += (subset >> i & 1) * amounts[i];
      }
      if (all == sum) {
        return true;
      }
    }
    return false;
  }

  /** There are too many sums to look at all of them. */
  @Test
  void ofVeryManyOnlyTheBoundsAreLookedAt() {
    PossibleSums sums = new PossibleSums();
    for (int i = 0; i < 40; i++) {
      sums.add(3L << i, false);
    }
    assertThat(sums.has(-1)).isFalse();
    assertThat(sums.has(4)).isTrue();
    assertThat(sums.has(3L << 40)).isFalse();
    assertThat(sums.text()).isEqualTo("0 at least, %d at most".formatted(3 * ((1L << 40) - 1)));
  }
}
