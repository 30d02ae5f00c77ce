package dev.ordeal.results.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {
  @Test
  void onlyOneIsSingular() {
    assertThat(Count.of(0, "fault")).isEqualTo("0 faults");
    assertThat(Count.of(1, "fault")).isEqualTo("1 fault");
    assertThat(Count.of(1_024, "fault")).isEqualTo("1,024 faults");
  }
}
