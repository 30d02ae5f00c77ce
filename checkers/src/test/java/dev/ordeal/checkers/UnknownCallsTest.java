package dev.ordeal.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.sequential.SequentialChecker;
import dev.ordeal.checkers.session.SessionChecker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call of unknown outcome may take effect later than what its process did next. */
class UnknownCallsTest {
  private final List<Event> events = new ArrayList<>();

  private void add(int process, Event.Type type, String function, Value value) {
    int at = events.size();
    events.add(new Event(at, at, process, type, function, Value.NIL, value, ""));
  }

  private void call(int process, String function, Value asked, Event.Type end, long answer) {
    add(process, Event.Type.INVOKE, function, asked);
    add(process, end, function, Value.of(answer));
  }

  /** Write 1; write 2, of unknown outcome; read 1; read 2: all by one process. */
  private History wrongOnlyInOneSession(int reader) {
    call(0, "write", Value.of(1), Event.Type.OK, 1);
    call(0, "write", Value.of(2), Event.Type.INFO, 2);
    call(reader, "read", Value.NIL, Event.Type.OK, 1);
    call(reader, "read", Value.NIL, Event.Type.OK, 2);
    return History.of(events);
  }

  private static CheckResult check(Checker checker, History history) {
    return checker.check(history, Budget.of(Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @EnumSource(
      value = ConsistencyModel.class,
      names = {"CAUSAL", "WEAK_CAUSAL", "PRAM", "READ_YOUR_WRITES", "MONOTONIC_READS"})
  void aSessionEndsWithACallOfUnknownOutcome(ConsistencyModel level) {
    CheckResult result = check(new SessionChecker(level, Value.NIL), wrongOnlyInOneSession(0));
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.warnings())
        .containsExactly(
            "1 call of unknown outcome was not the last of its process: what came next counts as"
                + " another process's");
  }

  @Test
  void soDoesAProcessOrder() {
    assertThat(check(new SequentialChecker(Value.NIL), wrongOnlyInOneSession(0)).verdict())
        .isEqualTo(Verdict.VALID);
  }

  /** The same order of calls that are known to have happened is wrong. */
  @Test
  void whatIsKnownToHaveHappenedStaysInItsSession() {
    call(0, "write", Value.of(1), Event.Type.OK, 1);
    call(0, "write", Value.of(2), Event.Type.OK, 2);
    call(0, "read", Value.NIL, Event.Type.OK, 1);
    call(0, "read", Value.NIL, Event.Type.OK, 2);
    CheckResult result = check(new SequentialChecker(Value.NIL), History.of(events));
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void transactionsToo() {
    transaction(0, Event.Type.OK, "w", 1);
    transaction(0, Event.Type.INFO, "w", 2);
    transaction(0, Event.Type.OK, "r", 1);
    transaction(1, Event.Type.OK, "r", 2);
    CheckResult result =
        check(
            new IsolationChecker(ConsistencyModel.STRONG_SESSION_SERIALIZABLE), History.of(events));
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.warnings()).hasSize(1);
  }

  private void transaction(int process, Event.Type end, String kind, long value) {
    Value asked = kind.equals("r") ? Value.NIL : Value.of(value);
    add(process, Event.Type.INVOKE, "txn", one(kind, asked));
    add(process, end, "txn", one(kind, Value.of(value)));
  }

  private static Value one(String kind, Value value) {
    return Value.seq(Value.seq(Value.of(kind), Value.of("x"), value));
  }

  @Test
  void ofAHistoryInWhichNoneGoesOnNothingChanges() {
    History history = wrongOnlyInOneSession(1);
    assertThat(UnknownCalls.endSessions(history).history()).isSameAs(history);
  }

  @Test
  void operationsKeepTheirNumbersAndNodes() {
    History history = wrongOnlyInOneSession(0);
    UnknownCalls apart = UnknownCalls.endSessions(history);
    assertThat(apart.ended()).isEqualTo(1);
    List<Operation> now = apart.history().operations();
    assertThat(now).extracting(each -> each.process()).containsExactly(0, 0, 1, 1);
    assertThat(now)
        .extracting(each -> each.invocation().index())
        .containsExactlyElementsOf(
            history.operations().stream().map(each -> each.invocation().index()).toList());
  }
}
