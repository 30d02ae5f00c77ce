package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Precedence;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Read committed, read atomic and causal consistency where sessions count, by hand. */
class SessionLevelsTest {
  private final List<Event> events = new ArrayList<>();
  private String type = "rw-register";

  /** A transaction of a session, behind all others. */
  private void call(int session, String... micro) {
    for (Event.Type outcome : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int at = events.size();
      List<Value> ops = new ArrayList<>();
      for (String op : micro) {
        ops.add(op(op));
      }
      events.add(new Event(at, at, session, outcome, "txn", Value.NIL, new Value.Seq(ops), ""));
    }
  }

  /**
   * {@code wx1} writes 1 to x; {@code rx}, {@code rx1} and {@code rx12} read nothing, 1, 1 and 2.
   */
  private Value op(String text) {
    Value key = Value.of(text.substring(1, 2));
    List<Value> values = new ArrayList<>();
    for (char digit : text.substring(2).toCharArray()) {
      values.add(Value.of(digit - '0'));
    }
    if (text.startsWith("r")) {
      Value last = values.isEmpty() ? Value.NIL : values.getLast();
      return Value.seq(
          Value.of("r"), key, type.equals("rw-register") ? last : new Value.Seq(values));
    }
    String function =
        switch (type) {
          case "list-append" -> "append";
          case "set-add" -> "add";
          default -> "w";
        };
    return Value.seq(Value.of(function), key, values.getFirst());
  }

  private CheckResult check(ConsistencyModel level) {
    return new IsolationChecker(level).check(History.of(events), Budget.of(Duration.ofMinutes(1)));
  }

  private void assertKept(ConsistencyModel... levels) {
    for (ConsistencyModel level : levels) {
      assertThat(check(level).verdict()).as("%s", level).isEqualTo(Verdict.VALID);
    }
  }

  private Anomaly assertBroken(String anomaly, ConsistencyModel... levels) {
    for (ConsistencyModel level : levels) {
      CheckResult result = check(level);
      assertThat(result.verdict()).as("%s: %s", level, result).isEqualTo(Verdict.INVALID);
      assertThat(result.anomalies()).extracting(Anomaly::name).contains(anomaly);
    }
    return check(levels[0]).anomalies().stream()
        .filter(found -> found.name().equals(anomaly))
        .findFirst()
        .orElseThrow();
  }

  private static void assertCycle(Anomaly anomaly, String... kinds) {
    assertThat(anomaly.cycle()).extracting(Precedence::kind).containsExactly(kinds);
    assertThat(anomaly.cycle()).allMatch(step -> !step.because().isBlank());
  }

  @Test
  void aLaterReadShowsWhatItsWriterSessionReplaced() {
    call(0, "wx1");
    call(0, "wx2", "wy1");
    call(1, "ry1", "rx1");
    Anomaly anomaly =
        assertBroken(
            "non-monotonic-read-process",
            ConsistencyModel.SESSION_READ_COMMITTED,
            ConsistencyModel.SESSION_CAUSAL);
    assertCycle(anomaly, "ww", "process");
    assertThat(anomaly.witness()).hasSize(3);
    assertThat(anomaly.story()).contains("although").contains("from which it read y = 1");
    assertKept(
        ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
        ConsistencyModel.READ_ATOMIC,
        ConsistencyModel.CAUSAL_CERONE);
  }

  @Test
  void theOtherWayRoundItIsOnlyFractured() {
    call(0, "wx1");
    call(0, "wx2", "wy1");
    call(1, "rx1", "ry1");
    assertKept(ConsistencyModel.SESSION_READ_COMMITTED);
    assertCycle(
        assertBroken("fractured-read-process", ConsistencyModel.SESSION_READ_ATOMIC),
        "ww",
        "process");
  }

  /** A read of the same key again shows something older, although another key came between. */
  @Test
  void readsOfAKeyAgainCount() {
    call(0, "wx1");
    call(1, "rx1", "wx2", "wy2");
    call(2, "rx1", "ry2", "rx1");
    assertBroken(
        "fractured-read",
        ConsistencyModel.SESSION_READ_COMMITTED,
        ConsistencyModel.MONOTONIC_ATOMIC_VIEW);
  }

  @Test
  void differentReadsInOrderAreReadCommitted() {
    call(0, "wx1");
    call(0, "wx2");
    call(1, "rx1", "rx2");
    assertKept(ConsistencyModel.SESSION_READ_COMMITTED);
    assertBroken("internal", ConsistencyModel.SESSION_READ_ATOMIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-register", "list-append", "set-add"})
  void whatItsOwnSessionWroteIsNotRead(String objects) {
    type = objects;
    call(0, "wx1");
    call(0, "rx");
    Anomaly anomaly =
        assertBroken(
            "fractured-read-process",
            ConsistencyModel.SESSION_READ_ATOMIC,
            ConsistencyModel.SESSION_CAUSAL);
    assertThat(anomaly.cycle())
        .extracting(Precedence::kind)
        .containsExactlyInAnyOrder("process", "rw");
    assertKept(
        ConsistencyModel.SESSION_READ_COMMITTED,
        ConsistencyModel.READ_ATOMIC,
        ConsistencyModel.CAUSAL_CERONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-register", "list-append", "set-add"})
  void whatTheSessionOfAWriterDidBeforeIsNotRead(String objects) {
    type = objects;
    call(0, "wx1");
    call(0, "wz1");
    call(0, "wy1");
    call(1, "ry1", "rx");
    Anomaly anomaly = assertBroken("causal-violation-process", ConsistencyModel.SESSION_CAUSAL);
    assertThat(anomaly.cycle())
        .extracting(Precedence::kind)
        .contains("process", "wr")
        .hasSizeLessThanOrEqualTo(3);
    assertThat(anomaly.witness()).hasSize(3);
    assertKept(ConsistencyModel.SESSION_READ_ATOMIC, ConsistencyModel.CAUSAL_CERONE);
  }

  /** Biswas and Enea's example of what is read atomic and not causal; sessions do not matter. */
  @ParameterizedTest
  @ValueSource(strings = {"rw-register", "list-append", "set-add"})
  void readAtomicAndNotCausal(String objects) {
    type = objects;
    call(0, "wx1");
    call(1, "rx1", "wy1");
    call(2, "ry1", "rx");
    assertKept(ConsistencyModel.SESSION_READ_ATOMIC);
    assertBroken(
        "causal-violation", ConsistencyModel.SESSION_CAUSAL, ConsistencyModel.CAUSAL_CERONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-register", "list-append", "set-add"})
  void sessionsMayDisagreeOnWhoCameFirst(String objects) {
    type = objects;
    call(0, "wx1");
    call(1, "wy1");
    call(2, "rx1", "ry");
    call(3, "rx", "ry1");
    assertKept(
        ConsistencyModel.SESSION_CAUSAL,
        ConsistencyModel.SESSION_READ_ATOMIC,
        ConsistencyModel.SESSION_READ_COMMITTED);
    assertBroken("G-nonadjacent-item", ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-register", "list-append", "set-add"})
  void aTransactionDoesNotReadWhatItWrote(String objects) {
    type = objects;
    call(0, "wx1");
    call(1, "wx2", "rx1");
    assertBroken(
        "not-own-write", ConsistencyModel.SESSION_READ_COMMITTED, ConsistencyModel.SESSION_CAUSAL);
  }

  @Test
  void valuesThatWereWrittenTwice() {
    call(0, "wx1");
    call(1, "wx1");
    call(1, "wx2");
    call(1, "rx1");
    assertKept(ConsistencyModel.SESSION_CAUSAL);
    call(0, "wx3");
    call(1, "rx3");
    call(1, "rx2");
    call(0, "rx2");
    assertKept(ConsistencyModel.SESSION_READ_COMMITTED);
    assertThat(check(ConsistencyModel.SESSION_READ_ATOMIC).verdict()).isEqualTo(Verdict.INVALID);
  }
}
