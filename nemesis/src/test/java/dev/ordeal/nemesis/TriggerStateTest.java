package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TriggerStateTest {
  private final AtomicReference<String> leader = new AtomicReference<>();
  private final TriggerState state = new TriggerState(() -> Optional.ofNullable(leader.get()));
  private long index;

  private void happens(Event.Type type, String function) {
    state.saw(new Event(index++, 0, 0, type, function, Value.NIL, Value.NIL, ""));
  }

  @Test
  void acknowledgedCallsThatAreNoReadsCount() {
    Trigger two = new Trigger.Acknowledged(2);
    happens(Event.Type.OK, "write");
    happens(Event.Type.OK, "read");
    happens(Event.Type.INVOKE, "write");
    happens(Event.Type.FAIL, "cas");
    assertThat(state.has(two)).isFalse();
    happens(Event.Type.OK, "cas");
    assertThat(state.has(two)).isTrue();
  }

  @Test
  void theFirstUnknownOutcomeCounts() {
    assertThat(state.has(new Trigger.FirstInfo())).isFalse();
    happens(Event.Type.INFO, "read");
    assertThat(state.has(new Trigger.FirstInfo())).isTrue();
  }

  @Test
  void anotherLeaderIsAChangeAndNoLeaderIsNone() {
    Trigger change = new Trigger.LeaderChange();
    assertThat(state.has(change)).isFalse();
    leader.set("n1");
    assertThat(state.has(change)).isFalse();
    leader.set(null);
    assertThat(state.has(change)).isFalse();
    leader.set("n2");
    assertThat(state.has(change)).isTrue();
  }
}
