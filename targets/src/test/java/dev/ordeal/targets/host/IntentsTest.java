package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntentsTest {
  private final Intents intents = new Intents();

  @Test
  void anEndIsClaimedOnceAndOnlyOfANodeThatWasToldNothingMeanwhile() throws InterruptedException {
    assertThat(intents.awaitUp("n1", 0)).isNegative();
    intents.up("n1");
    long seen = intents.awaitUp("n1", 0);
    intents.down("n1");
    assertThat(intents.claim("n1", seen)).isFalse();
    intents.up("n1");
    assertThat(intents.claim("n1", seen)).isFalse();
    long again = intents.awaitUp("n1", 0);
    assertThat(intents.claim("n1", again)).isTrue();
    assertThat(intents.claim("n1", again)).isFalse();
    assertThat(intents.awaitUp("n1", 0)).isNegative();
  }

  @Test
  void anEndSeenBeforeAKillIsKeptForWhoWaits() throws InterruptedException {
    intents.up("n1");
    intents.ended("n1", "exit status 1");
    intents.down("n1");
    assertThat(intents.awaitUp("n1", 0)).isNotNegative();
    assertThat(intents.takeEnd("n1")).contains("exit status 1");
    assertThat(intents.takeEnd("n1")).isEmpty();
    intents.ended("n1", "was down");
    assertThat(intents.takeEnd("n1")).isEmpty();
  }

  @Test
  void pausedNodesAreNotAskedUntilTheyGoOn() {
    assertThat(intents.isActive("n1")).isFalse();
    intents.up("n1");
    assertThat(intents.isActive("n1")).isTrue();
    intents.paused("n1", true);
    assertThat(intents.isActive("n1")).isFalse();
    intents.paused("n1", false);
    assertThat(intents.isActive("n1")).isTrue();
  }
}
