package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndWatchTest {
  @Test
  void looksThatTakeLongComeMoreRarely() {
    assertThat(period(Duration.ofMillis(3))).isEqualTo(Duration.ofSeconds(1));
    assertThat(period(Duration.ofMillis(400))).isEqualTo(Duration.ofSeconds(4));
    assertThat(period(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(10));
  }

  private static Duration period(Duration look) {
    return Duration.ofNanos(EndWatch.periodNanos(look.toNanos()));
  }
}
