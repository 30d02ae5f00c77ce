package dev.ordeal.results.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaunchedAsTest {
  @Test
  void commandsBeginAsOrdealWasCalled() {
    assertThat(LaunchedAs.of("../ordeal/ordeal")).isEqualTo("../ordeal/ordeal");
    assertThat(LaunchedAs.of("/opt/my ordeal/ordeal")).isEqualTo("'/opt/my ordeal/ordeal'");
    assertThat(LaunchedAs.of(null)).isEqualTo("./ordeal");
  }
}
