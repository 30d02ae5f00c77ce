package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private final AtomicReference<String> leader = new AtomicReference<>();
  private final Moments moments = new Moments(() -> Optional.ofNullable(leader.get()));
  private long index;

  private void happens(Event.Type type, String function) {
    moments.saw(new Event(index++, 0, 0, type, function, Value.NIL, Value.NIL, ""));
  }

  @Test
  void acknowledgedCallsThatAreNoReadsCount() {
    Trigger two = new Trigger.Acknowledged(2);
    happens(Event.Type.OK, "write");
    happens(Event.Type.OK, "read");
    happens(Event.Type.INVOKE, "write");
    happens(Event.Type.FAIL, "cas");
    assertThat(moments.has(two)).isFalse();
    happens(Event.Type.OK, "cas");
    assertThat(moments.has(two)).isTrue();
  }

  @Test
  void theFirstUnknownOutcomeCounts() {
    assertThat(moments.has(new Trigger.FirstInfo())).isFalse();
    happens(Event.Type.INFO, "read");
    assertThat(moments.has(new Trigger.FirstInfo())).isTrue();
  }

  @Test
  void anotherLeaderIsAChangeAndNoLeaderIsNone() {
    Trigger change = new Trigger.LeaderChange();
    assertThat(moments.has(change)).isFalse();
    leader.set("n1");
    assertThat(moments.has(change)).isFalse();
    leader.set(null);
    assertThat(moments.has(change)).isFalse();
    leader.set("n2");
    assertThat(moments.has(change)).isTrue();
  }
}
