package dev.ordeal.checkers.linearizability.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a set must be as small when it lies far back in a long history. */
class SetExplainerTest {
  private final List<Event> events = new ArrayList<>();
  private final List<Value> elements = new ArrayList<>();

  private void call(String function, Value argument, Value result) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      Value value = type == Event.Type.OK ? result : argument;
      int at = events.size();
      events.add(new Event(at, at, 0, type, function, Value.NIL, value, ""));
    }
  }

  private void add(int element) {
    call("add", Value.of(element), Value.of(true));
    elements.add(Value.of(element));
  }

  private void read() {
    call("read", Value.NIL, new Value.Seq(elements));
  }

  /** Calls that have nothing to do with it. */
  private void addOthers(int from, int to) {
    for (int element = from; element < to; element++) {
      add(element);
      call("contains", Value.of(element), Value.of(true));
    }
  }

  private Anomaly anomaly() {
    CheckResult result =
        new LinearizabilityChecker(Models.byName("set").orElseThrow())
            .check(History.of(events), Budget.of(Duration.ofMinutes(1)));
    assertThat(result.anomalies()).hasSize(1);
    return result.anomalies().getFirst();
  }

  @Test
  void anElementThatWasAddedLongAgoAndIsMissing() {
    add(1);
    addOthers(2, 300);
    elements.removeFirst();
    read();
    assertThat(anomaly().name()).isEqualTo("lost-element");
    assertThat(anomaly().explanation()).contains("element 1 ");
    assertThat(anomaly().witness()).hasSize(2);
  }

  @Test
  void anElementThatWasSeenBeforeItWasAdded() {
    addOthers(2, 300);
    elements.add(Value.of(1));
    read();
    elements.removeLast();
    add(1);
    assertThat(anomaly().name()).isEqualTo("future-read");
    assertThat(anomaly().explanation()).contains("saw 1, which nobody had called to add");
    assertThat(anomaly().witness()).hasSize(1);
  }
}
