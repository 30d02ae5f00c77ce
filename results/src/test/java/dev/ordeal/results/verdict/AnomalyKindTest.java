package dev.ordeal.results.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnomalyKindTest {
  @Test
  void namesAreUnique() {
    assertThat(AnomalyKind.ALL).extracting(AnomalyKind::name).doesNotHaveDuplicates();
  }

  @Test
  void aCycleThatRealTimeClosesIsOfTheSameKind() {
    assertThat(AnomalyKind.named("G2-item-realtime")).isEqualTo(AnomalyKind.named("G2-item"));
    assertThat(AnomalyKind.named("G2-item")).isPresent();
    assertThat(AnomalyKind.named("overbooked")).isEmpty();
  }

  @Test
  void theGravestComeFirst() {
    assertThat(
            Gravity.sorted(
                List.of(
                    "node-crashed", "overbooked", "stale-read", "G0-realtime", "lost-write", "G0")))
        .containsExactly(
            "G0", "lost-write", "stale-read", "overbooked", "node-crashed", "G0-realtime");
  }
}
