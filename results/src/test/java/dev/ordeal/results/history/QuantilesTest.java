package dev.ordeal.results.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void aQuantileIsTheLeastValueThatSoManyDoNotExceed() {
    double[] hundred = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
    for (int percent = 1; percent <= 100; percent++) {
      assertThat(Quantiles.of(hundred, percent)).isEqualTo(percent);
    }
    assertThat(Quantiles.of(hundred, 99.9)).isEqualTo(100);
    assertThat(Quantiles.of(hundred, 0)).isEqualTo(1);
    double[] three = {1, 2, 3};
    assertThat(Quantiles.of(three, 33)).isEqualTo(1);
    assertThat(Quantiles.of(three, 34)).isEqualTo(2);
    assertThat(Quantiles.of(three, 50)).isEqualTo(2);
    assertThat(Quantiles.of(three, 67)).isEqualTo(3);
    assertThat(Quantiles.of(new double[] {7}, 50)).isEqualTo(7);
  }
}
