package dev.ordeal.checkers.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.model.FifoQueueModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of queues says nothing that the history does not show. */
class QueueStoriesTest {
  private final List<Event> events = new ArrayList<>();

  private void call(int process, String function, Value argument, Event.Type end, Value result) {
    long index = events.size();
    events.add(
        new Event(
            index, index, process, Event.Type.INVOKE, function, Value.of(1), argument, "", ""));
    events.add(
        new Event(index + 1, index + 1, process, end, function, Value.of(1), result, "", ""));
  }

  private void enqueued(int value) {
    call(0, "enqueue", Value.of(value), Event.Type.OK, Value.of(value));
  }

  private void dequeued(Value value) {
    call(1, "dequeue", Value.NIL, Event.Type.OK, value);
  }

  private Anomaly anomaly() {
    return new LinearizabilityChecker(new FifoQueueModel())
        .check(History.of(events), Budget.of(Duration.ofSeconds(20)))
        .anomalies()
        .getFirst();
  }

  @Test
  void whatCameOutTwiceWasPutInOnce() {
    enqueued(1);
    dequeued(Value.of(1));
    dequeued(Value.of(1));
    assertThat(anomaly().name()).isEqualTo("duplicated-element");
    assertThat(anomaly().explanation()).contains("which was put in once");
  }

  @Test
  void whatCameOutTwiceWasNeverPutIn() {
    dequeued(Value.of(1));
    dequeued(Value.of(1));
    assertThat(anomaly().name()).isEqualTo("unexpected-element");
    assertThat(anomaly().explanation()).contains("which nobody had put in");
  }

  @Test
  void callsOfUnknownOutcomeMayHaveChangedTheState() {
    enqueued(1);
    enqueued(2);
    enqueued(3);
    call(7, "dequeue", Value.NIL, Event.Type.INFO, Value.NIL);
    call(8, "dequeue", Value.NIL, Event.Type.INFO, Value.NIL);
    dequeued(Value.NIL);
    assertThat(anomaly().explanation())
        .contains("[1, 2, 3]", "or in what calls of unknown outcome (2) make of it");
    assertThat(anomaly().witness()).hasSize(3);
  }
}
