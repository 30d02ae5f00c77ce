package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final long SECOND = 1_000_000_000L;

  private static void call(Guard guard, long second, Event.Type end, String error) {
    long time = second * SECOND;
    guard.saw(event(time, Event.Type.INVOKE, ""));
    guard.saw(event(time + 1, end, error));
  }

  private static Event event(long time, Event.Type type, String error) {
    return new Event(0, time, 0, type, "write", Value.NIL, Value.of(1), error);
  }

  @Test
  void whatIsServedTooSeldomEndsTheRun() {
    Guard guard = new Guard(AbortRule.parse("success=50%,for=3s"));
    for (int second = 0; second < 10; second++) {
      call(guard, second, Event.Type.OK, "");
    }
    assertThat(guard.reason(10 * SECOND)).isEmpty();
    call(guard, 11, Event.Type.FAIL, "mismatch");
    call(guard, 12, Event.Type.INFO, "timeout");
    assertThat(guard.reason(12 * SECOND + 2)).as("an answer that refuses is one").isEmpty();
    call(guard, 13, Event.Type.INFO, "timeout");
    call(guard, 14, Event.Type.FAIL, "refused");

    assertThat(guard.reason(14 * SECOND + 1)).startsWith("1 of 4 calls were served within 3.0 s");
  }

  @Test
  void callsThatNeverEndCount() {
    Guard guard = new Guard(AbortRule.parse("success=50%,for=3s"));
    guard.saw(event(10 * SECOND, Event.Type.INVOKE, ""));

    assertThat(guard.reason(12 * SECOND)).isEmpty();
    assertThat(guard.reason(14 * SECOND)).startsWith("0 of 1 calls were served");
  }

  @Test
  void probesCountOnlyWhereTheRuleNamesThem() {
    Guard guard = new Guard(AbortRule.parse("probes,for=2s"));
    Guard other = new Guard(AbortRule.parse("success=1%,for=2s"));
    guard.probed("up", "exit 1", 5 * SECOND);
    other.probed("up", "exit 1", 5 * SECOND);

    assertThat(guard.reason(6 * SECOND)).isEmpty();
    assertThat(guard.reason(7 * SECOND)).isEqualTo("the probe 'up' has failed for 2.0 s: exit 1");
    assertThat(other.reason(7 * SECOND)).isEmpty();
    guard.probed("up", "", 7 * SECOND);
    guard.probed("up", "exit 1", 8 * SECOND);
    assertThat(guard.reason(9 * SECOND)).isEmpty();
  }

  @Test
  void rulesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> AbortRule.parse("succes=20%")).hasMessageContaining("'succes=20%'");
    assertThatThrownBy(() -> AbortRule.parse("success=120%"))
        .hasMessageContaining("'success=120%'");
  }
}
