package dev.ordeal.results.history.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockOffsetsTest {
  private static Event change(int index, long nanos, Map<String, Long> millis) {
    return event(index, nanos, ClockOffsets.FUNCTION, ClockOffsets.value(millis));
  }

  private static Event event(int index, long nanos, String function, Value value) {
    return new Event(index, nanos, Event.NEMESIS, Event.Type.INFO, function, Value.NIL, value, "");
  }

  @Test
  void whatIsNotSetStays() {
    History history =
        History.of(
            List.of(
                change(0, 10, Map.of("n2", -500L, "n1", -500L)),
                change(1, 20, Map.of("n1", 0L)),
                change(2, 30, Map.of("n3", 70L))));
    assertThat(ClockOffsets.of(history))
        .isEqualTo(
            new ClockOffsets(
                List.of(10L, 20L, 30L),
                Map.of(
                    "n1", List.of(-500L, 0L, 0L),
                    "n2", List.of(-500L, -500L, -500L),
                    "n3", List.of(0L, 0L, 70L)),
                List.of()));
  }

  @Test
  void whatWasReadStandsBesideWhatWasSet() {
    History history =
        History.of(
            List.of(
                change(0, 10, Map.of("n1", -500L)),
                event(1, 20, ClockOffsets.MEASURED, ClockOffsets.value(Map.of("n1", -497L)))));
    ClockOffsets offsets = ClockOffsets.of(history);
    assertThat(offsets.millis()).isEqualTo(Map.of("n1", List.of(-500L)));
    assertThat(offsets.readings()).containsExactly(new ClockOffsets.Reading(20, "n1", -497));
  }

  @Test
  void historiesWithoutThemHaveNone() {
    assertThat(ClockOffsets.of(History.of(List.of())).nanos()).isEmpty();
  }
}
