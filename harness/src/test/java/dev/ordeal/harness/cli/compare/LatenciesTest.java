package dev.ordeal.harness.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles by their definition, and cells that are broken where they end. */
class LatenciesTest {
  @Test
  void aQuantileIsTheLeastValueThatSoManyDoNotExceed() {
    double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
    assertThat(Latencies.quantiles(hundred))
        .isEqualTo(Map.of("p50", 50.0, "p95", 95.0, "p99", 99.0, "max", 100.0));
    assertThat(Latencies.quantiles(new double[] {7}))
        .isEqualTo(Map.of("p50", 7.0, "p95", 7.0, "p99", 7.0, "max", 7.0));
    assertThat(Latencies.quantiles(new double[] {3, 1, 2}))
        .isEqualTo(Map.of("p50", 2.0, "p95", 3.0, "p99", 3.0, "max", 3.0));
  }

  @Test
  void cellsAreBrokenAfterSpacesCommasAndHyphens() {
    assertThat(SideBySide.broken("", 5)).containsExactly("");
    assertThat(SideBySide.broken("12345", 5)).containsExactly("12345");
    assertThat(SideBySide.broken("abc def-gh", 8)).containsExactly("abc def-", "gh");
    assertThat(SideBySide.broken("kill,pause", 6)).containsExactly("kill,", "pause");
    assertThat(SideBySide.broken("abcdefgh", 3)).containsExactly("abc", "def", "gh");
    assertThat(SideBySide.broken("a\nb", 9)).containsExactly("a b");
  }
}
