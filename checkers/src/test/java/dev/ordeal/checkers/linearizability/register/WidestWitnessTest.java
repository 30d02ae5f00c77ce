package dev.ordeal.checkers.linearizability.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Of violations that are alike, the one that the largest error of clocks would explain is first.
 */
class WidestWitnessTest {
  private final List<Event> events = new ArrayList<>();

  private void call(String key, long start, long end, String function, Value value) {
    int at = events.size();
    int process = at;
    Value name = Value.of(key);
    events.add(Event.invoke(at, start, process, function, name, value));
    events.add(new Event(at + 1, end, process, Event.Type.OK, function, name, value, ""));
  }

  private void write(String key, long start, long end, int value) {
    call(key, start, end, "write", Value.of(value));
  }

  private void read(String key, long start, long end, int value) {
    call(key, start, end, "read", Value.of(value));
  }

  private void cas(String key, long start, long end, int from, int to) {
    call(key, start, end, "cas", Value.seq(Value.of(from), Value.of(to)));
  }

  private CheckResult check() {
    events.sort(Comparator.comparingLong(Event::time));
    List<Event> inOrder = new ArrayList<>();
    for (Event e : events) {
      inOrder.add(
          new Event(
              inOrder.size(),
              e.time(),
              e.process(),
              e.type(),
              e.function(),
              e.key(),
              e.value(),
              ""));
    }
    return new LinearizabilityChecker(new RegisterModel(Value.NIL))
        .check(History.of(inOrder), Budget.of(Duration.ofSeconds(10)));
  }

  /** When the operation was called that came last of those which show a violation. */
  private static long lastCall(Anomaly anomaly) {
    return anomaly.witness().getLast().start();
  }

  @Test
  void ofKeysThatOneWithTheWidestMargin() {
    write("narrow", 0, 10, 1);
    write("narrow", 20, 30, 2);
    read("narrow", 35, 45, 1);
    write("wide", 1, 11, 1);
    write("wide", 2_000, 2_010, 2);
    read("wide", 5_000, 5_010, 1);
    write("middle", 2, 12, 1);
    write("middle", 300, 310, 2);
    read("middle", 600, 610, 1);
    CheckResult result = check();
    assertThat(result.anomalies())
        .extracting(anomaly -> anomaly.key().asText())
        .containsExactly("wide", "middle", "narrow");
    assertThat(result.reason()).startsWith(result.anomalies().getFirst().explanation());
  }

  /** A graver kind is first, however narrow; what no clock explains is the first of its kind. */
  @Test
  void theKindComesBeforeTheMargin() {
    write("stale", 0, 10, 1);
    write("stale", 2_000, 2_010, 2);
    read("stale", 5_000, 5_010, 1);
    read("future", 100, 110, 3);
    write("future", 111, 120, 3);
    assertThat(check().anomalies())
        .extracting(Anomaly::name)
        .containsExactly("future-read", "stale-read");
  }

  @Test
  void ofReadsOfOneKey() {
    write("x", 0, 10, 1);
    write("x", 20, 30, 2);
    read("x", 35, 45, 1);
    write("x", 1_000, 1_010, 3);
    write("x", 3_000, 3_010, 4);
    read("x", 9_000, 9_010, 3);
    write("x", 10_000, 10_010, 5);
    write("x", 10_020, 10_030, 6);
    read("x", 10_035, 10_040, 5);
    assertThat(lastCall(check().anomalies().getFirst())).isEqualTo(9_000);
  }

  @Test
  void ofReadsBehindCompareAndSets() {
    write("x", 0, 10, 1);
    cas("x", 20, 30, 1, 2);
    read("x", 35, 45, 1);
    cas("x", 50, 60, 2, 3);
    read("x", 7_000, 7_010, 2);
    assertThat(lastCall(check().anomalies().getFirst())).isEqualTo(7_000);
  }

  /** Each block is right by itself, or has a contradiction within; the wider one is told. */
  @Test
  void ofContradictionsWithinAndBetweenBlocks() {
    write("x", 0, 10, 1);
    cas("x", 20, 30, 1, 2);
    read("x", 35, 45, 1);
    write("x", 1_000, 1_010, 3);
    write("x", 3_000, 3_010, 4);
    read("x", 9_000, 9_010, 3);
    assertThat(lastCall(check().anomalies().getFirst())).isEqualTo(9_000);
  }
}
