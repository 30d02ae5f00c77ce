package dev.ordeal.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.ClockOffsets;
import dev.ordeal.results.nodes.Leaders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChartDataTest {
  private static Event event(int index, long seconds, String function, Map<String, Long> millis) {
    return new Event(
        index,
        seconds * 1_000_000_000,
        Event.NEMESIS,
        Event.Type.INFO,
        function,
        Value.NIL,
        ClockOffsets.value(millis),
        "");
  }

  @Test
  void offsetsHoldUntilTheyAreSetAndAreReadAtInstants() {
    History history =
        History.of(
            List.of(
                event(0, 1, ClockOffsets.FUNCTION, Map.of("n1", -500L, "n2", 9L)),
                event(1, 2, ClockOffsets.MEASURED, Map.of("n1", -497L)),
                event(2, 3, ClockOffsets.FUNCTION, Map.of("n1", 0L)),
                event(3, 4, ClockOffsets.FUNCTION, Map.of("n2", 0L))));

    JsonNode offsets =
        JsonMapper.shared().readTree(ChartData.json(history, Set.of())).path("offsets");

    assertThat(offsets.path("time").toString()).isEqualTo("[0.0,1.0,2.0,3.0,4.0]");
    assertThat(offsets.path("nodes").path(0).toString())
        .contains("\"millis\":[0,-500,-500,0,0]")
        .contains("\"read\":[null,null,-497,null,null]");
    assertThat(offsets.path("nodes").path(1).toString())
        .contains("\"millis\":[0,9,9,9,0]")
        .contains("\"read\":[null,null,null,null,null]");
  }

  @Test
  void twoLeadersAtATimeAreTwoRows() {
    History history =
        History.of(
            List.of(
                leaders(0, 1_000_000_000L, "n2"),
                leaders(1, 2_000_000_000L, "n1", "n2"),
                leaders(2, 4_000_000_000L)));
    assertThat(LeaderRows.areAny(history)).isTrue();
    assertThat(LeaderRows.of(history).get("nodes")).isEqualTo(List.of("n1", "n2"));
    assertThat(LeaderRows.of(history).get("time").toString()).contains("1.0", "2.0", "4.0");
    assertThat(LeaderRows.of(history).get("leads").toString()).contains("0, null]", "1, 1, null]");
    assertThat(LeaderRows.areAny(History.of(List.of(leaders(0, 1))))).isFalse();
  }

  private static Event leaders(long index, long time, String... nodes) {
    return new Event(
        index,
        time,
        Event.NEMESIS,
        Event.Type.INFO,
        Leaders.FUNCTION,
        Value.NIL,
        Leaders.value(List.of(nodes)),
        "");
  }
}
