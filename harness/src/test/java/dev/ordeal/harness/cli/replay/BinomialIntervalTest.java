package dev.ordeal.harness.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the definition, which has closed forms where all or none were seen. */
class BinomialIntervalTest {
  private static final double TAIL = 0.025;

  @ParameterizedTest
  @CsvSource({"1", "2", "5", "10", "100", "10000"})
  void allAndNoneHaveClosedForms(int trials) {
    double root = Math.pow(TAIL, 1.0 / trials);
    BinomialInterval all = BinomialInterval.of(trials, trials);
    assertThat(all.lower()).isCloseTo(root, within(1e-9));
    assertThat(all.upper()).isEqualTo(1);
    BinomialInterval none = BinomialInterval.of(0, trials);
    assertThat(none.lower()).isZero();
    assertThat(none.upper()).isCloseTo(1 - root, within(1e-9));
  }

  /** At the ends of the interval the tails have 2.5 %, by sums of exact binomial coefficients. */
  @ParameterizedTest
  @CsvSource({"1,2", "1,10", "3,10", "7,10", "9,10", "15,30", "2,200", "199,200"})
  void bothTailsHaveTheirShare(int seen, int trials) {
    BinomialInterval interval = BinomialInterval.of(seen, trials);
    assertThat(sum(seen, trials, trials, interval.lower())).isCloseTo(TAIL, within(1e-9));
    assertThat(sum(0, seen, trials, interval.upper())).isCloseTo(TAIL, within(1e-9));
    assertThat(interval.lower()).isLessThan((double) seen / trials);
    assertThat(interval.upper()).isGreaterThan((double) seen / trials);
  }

  private static double sum(int from, int to, int trials, double probability) {
    BigDecimal p = BigDecimal.valueOf(probability);
    BigDecimal q = BigDecimal.ONE.subtract(p);
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = from; k <= to; k++) {
      BigInteger ways = BigInteger.ONE;
      for (int i = 0; i < k; i++) {
        ways = ways.multiply(BigInteger.valueOf(trials - i)).divide(BigInteger.valueOf(i + 1));
      }
      sum =
          sum.add(
              new BigDecimal(ways)
                  .multiply(p.pow(k, MathContext.DECIMAL128))
                  .multiply(q.pow(trials - k, MathContext.DECIMAL128)));
    }
    return sum.doubleValue();
  }

  /** A table's value: 7 of 10 is between 34.75 and 93.33 %. */
  @Test
  void agreesWithATable() {
    BinomialInterval interval = BinomialInterval.of(7, 10);
    assertThat(interval.lower()).isCloseTo(0.3475, within(5e-5));
    assertThat(interval.upper()).isCloseTo(0.9333, within(5e-5));
  }

  @Test
  void whatCannotHaveBeenSeenIsRefused() {
    assertThatThrownBy(() -> BinomialInterval.of(0, 0)).hasMessageContaining("0 of 0");
    assertThatThrownBy(() -> BinomialInterval.of(3, 2)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> BinomialInterval.of(-1, 2)).hasMessageContaining("-1 of 2");
  }
}
