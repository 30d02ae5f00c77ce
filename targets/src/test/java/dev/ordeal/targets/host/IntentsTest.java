package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntentsTest {
  private static final Ended END = new Ended("exit status 1", Duration.ZERO);

  private final Intents intents = new Intents();

  @Test
  void anEndIsClaimedOnceAndOnlyOfANodeThatWasToldNothingMeanwhile() throws InterruptedException {
    assertThat(intents.awaitUp("n1", 0)).isNegative();
    intents.up("n1", System.nanoTime());
    long seen = intents.awaitUp("n1", 0);
    intents.down("n1");
    assertThat(intents.claim("n1", seen)).isFalse();
    intents.up("n1", System.nanoTime());
    assertThat(intents.claim("n1", seen)).isFalse();
    long again = intents.awaitUp("n1", 0);
    assertThat(intents.claim("n1", again)).isTrue();
    assertThat(intents.claim("n1", again)).isFalse();
    assertThat(intents.awaitUp("n1", 0)).isNegative();
  }

  @Test
  void anEndSeenBeforeAKillIsKeptForWhoWaits() throws InterruptedException {
    intents.up("n1", System.nanoTime());
    intents.ended("n1", END);
    intents.down("n1");
    assertThat(intents.awaitUp("n1", 0)).isNotNegative();
    assertThat(intents.takeEnd("n1")).contains(END);
    assertThat(intents.takeEnd("n1")).isEmpty();
    intents.ended("n1", END);
    assertThat(intents.takeEnd("n1")).isEmpty();
  }

  @Test
  void whenANodeLivedLastIsTheLatestThatIsKnown() {
    long now = System.nanoTime();
    intents.up("n1", now - Duration.ofMinutes(3).toNanos());
    assertThat(intents.sinceLived("n1")).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
    intents.lived("n1", now - Duration.ofMinutes(1).toNanos());
    intents.lived("n1", now - Duration.ofMinutes(2).toNanos());
    assertThat(intents.sinceLived("n1")).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
  }

  @Test
  void pausedNodesAreNotAskedUntilTheyGoOn() {
    assertThat(intents.isActive("n1")).isFalse();
    intents.up("n1", System.nanoTime());
    assertThat(intents.isActive("n1")).isTrue();
    intents.paused("n1", true);
    assertThat(intents.isActive("n1")).isFalse();
    intents.paused("n1", false);
    assertThat(intents.isActive("n1")).isTrue();
  }
}
