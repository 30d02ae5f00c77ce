package dev.ordeal.checkers.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvergenceCheckerTest {
  private static final long MILLI = 1_000_000;
  private static final Value KEY = Value.of("x");

  private final List<Event> events = new ArrayList<>();

  /** When the next read begins at the earliest: long after the last change, unless told so. */
  private long waited;

  private boolean readsAtOnce;

  private void event(int process, Event.Type type, String function, Value value) {
    int index = events.size();
    events.add(new Event(index, waited + index * MILLI, process, type, function, KEY, value, ""));
  }

  private void call(int process, String function, Value argument, Event.Type end, Value result) {
    event(process, Event.Type.INVOKE, function, argument);
    event(process, end, function, end == Event.Type.OK ? result : argument);
  }

  private void change(String function, Value value, Event.Type end) {
    call(0, function, value, end, value);
  }

  private void read(int process, Value value) {
    if (!readsAtOnce) {
      waited = 5_000 * MILLI;
    }
    call(process, "read", Value.NIL, Event.Type.OK, value);
  }

  private void fault(String phase) {
    Value value =
        new Value.Dict(Map.of(FaultWindow.FAULT, Value.of(1), FaultWindow.PHASE, Value.of(phase)));
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.INFO)) {
      event(Event.NEMESIS, type, "partition", value);
    }
  }

  private CheckResult check() {
    return new ConvergenceChecker().check(History.of(events), Budget.of(Duration.ofSeconds(10)));
  }

  private List<String> anomalies() {
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    return result.anomalies().stream().map(Anomaly::name).toList();
  }

  @Test
  void whoComesToAgreeMayHaveDisagreedBefore() {
    readsAtOnce = true;
    change("write", Value.of(1), Event.Type.OK);
    read(1, Value.NIL);
    read(2, Value.of(1));
    read(1, Value.of(1));
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    // The write ended at 1 ms, the last read without it at 3 ms, the last first read with it at 7.
    assertThat(result.facts())
        .containsEntry("differed-ms", 2.0)
        .containsEntry("converged-ms", 6.0)
        .containsEntry("slowest", "x");
    assertThat(result.reason()).contains("between 2.0 and 6.0 ms after");
  }

  @Test
  void whatNobodyWroteIsWrongAlsoForASingleReader() {
    change("write", Value.of(1), Event.Type.OK);
    read(1, Value.of(7));
    assertThat(anomalies()).containsExactly("garbage-read");
    assertThat(check().reason()).isEqualTo("What process 1 read from x is 7, which nobody wrote.");
  }

  @Test
  void whatWasNotAddedOrWasRefusedIsWrongAlsoForASingleReader() {
    change("append", Value.of(1), Event.Type.OK);
    change("append", Value.of(2), Event.Type.FAIL);
    read(1, Value.seq(Value.of(1), Value.of(2)));
    assertThat(anomalies()).containsExactly("aborted-write");
  }

  /** It would not become right if the fault were undone, or if it were read again. */
  @Test
  void whatNobodyWroteIsWrongAlsoUnderAFaultAndAtOnce() {
    readsAtOnce = true;
    change("write", Value.of(1), Event.Type.OK);
    fault("injected");
    read(1, Value.of(7));
    read(2, Value.of(1));
    assertThat(anomalies()).containsExactly("garbage-read");
  }

  @Test
  void aSingleReaderOfWhatWasWrittenTellsNothing() {
    change("write", Value.of(1), Event.Type.OK);
    read(1, Value.of(1));
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whoDoesNotAgreeInTheEndHasDiverged() {
    change("write", Value.of(1), Event.Type.OK);
    change("write", Value.of(2), Event.Type.OK);
    read(1, Value.of(2));
    read(2, Value.of(1));
    assertThat(anomalies()).containsExactly("divergence");
  }

  /** On a slow machine changes may still be on their way. */
  @Test
  void whoStillReadsSomethingNewMayYetAgree() {
    readsAtOnce = true;
    change("write", Value.of(1), Event.Type.OK);
    change("write", Value.of(2), Event.Type.OK);
    read(1, Value.NIL);
    read(1, Value.of(1));
    read(2, Value.of(2));
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("or had just changed");
    readsAtOnce = false;
    read(1, Value.of(1));
    read(2, Value.of(2));
    assertThat(anomalies()).containsExactly("divergence");
  }

  @Test
  void whoStillReadsSomethingNewMayYetSeeWhatIsMissing() {
    readsAtOnce = true;
    change("write", Value.of(1), Event.Type.OK);
    read(1, Value.of(1));
    read(1, Value.NIL);
    read(2, Value.NIL);
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
    readsAtOnce = false;
    read(1, Value.NIL);
    read(2, Value.NIL);
    assertThat(anomalies()).containsExactly("lost-write");
  }

  /** When it changed is not known if it was read long before only. */
  @Test
  void whoReadsSomethingNewInTheEndForTheFirstTimeMayYetAgree() {
    change("write", Value.of(1), Event.Type.OK);
    change("write", Value.of(2), Event.Type.OK);
    read(1, Value.of(1));
    read(2, Value.of(1));
    waited += 5_000 * MILLI;
    readsAtOnce = true;
    read(1, Value.of(2));
    read(2, Value.of(1));
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
    waited += 5_000 * MILLI;
    read(1, Value.of(2));
    read(2, Value.of(1));
    assertThat(anomalies()).containsExactly("divergence");
  }

  /** A right store may show this a moment after the last change. */
  @Test
  void whoWasReadAtOnceAndOnlyOnceMayYetAgree() {
    change("add", Value.of(1), Event.Type.OK);
    change("add", Value.of(2), Event.Type.OK);
    readsAtOnce = true;
    read(1, Value.seq(Value.of(1)));
    read(2, Value.seq(Value.of(1), Value.of(2)));
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatNobodyWroteIsWrongAtOnce() {
    change("write", Value.of(1), Event.Type.OK);
    readsAtOnce = true;
    read(1, Value.of(7));
    read(2, Value.of(7));
    assertThat(anomalies()).containsExactly("garbage-read");
  }

  /** What one node says is not what all agree on, whether it looks right or wrong. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereHalfOfTheNodesDoNotAnswerNothingIsKnown(boolean looksRight) {
    change("write", Value.of(1), Event.Type.OK);
    waited = 5_000 * MILLI;
    Value seen = looksRight ? Value.of(1) : Value.NIL;
    for (int process = 1; process <= 4; process++) {
      boolean isAnswered = process <= 2;
      String node = isAnswered ? "n1" : "n2";
      for (Event.Type type :
          List.of(Event.Type.INVOKE, isAnswered ? Event.Type.OK : Event.Type.FAIL)) {
        int index = events.size();
        Value value = type == Event.Type.OK ? seen : Value.NIL;
        events.add(
            new Event(index, waited + index * MILLI, process, type, "read", KEY, value, "", node));
      }
    }
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("1 of 2 nodes answered no read", ": n2");
  }

  @Test
  void whatWasReadWhileAnythingWasBrokenSaysNothing() {
    change("write", Value.of(1), Event.Type.OK);
    fault(FaultWindow.INJECT);
    read(1, Value.of(1));
    read(2, Value.NIL);
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
    fault(FaultWindow.UNDO);
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
    read(1, Value.of(1));
    read(2, Value.of(1));
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void withoutHealingDisagreementIsNobodysFault() {
    change("write", Value.of(1), Event.Type.OK);
    fault(FaultWindow.INJECT);
    read(1, Value.of(1));
    read(2, Value.NIL);
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("never undone");
  }

  @Test
  void whoIsGoneNeedNotAgree() {
    change("write", Value.of(1), Event.Type.OK);
    read(1, Value.NIL);
    call(1, "read", Value.NIL, Event.Type.INFO, Value.NIL);
    read(2, Value.of(1));
    read(3, Value.of(1));
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void registersHoldWhatWasWritten() {
    change("write", Value.of(1), Event.Type.OK);
    change("write", Value.of(2), Event.Type.FAIL);
    change("write", Value.of(3), Event.Type.INFO);
    int begun = events.size();
    Map<Value, List<String>> problems =
        Map.of(
            Value.of(1),
            List.of(),
            Value.of(2),
            List.of("aborted-write"),
            Value.of(3),
            List.of(),
            Value.of(4),
            List.of("garbage-read"),
            Value.NIL,
            List.of("lost-write"));
    problems.forEach(
        (value, expected) -> {
          events.subList(begun, events.size()).clear();
          read(1, value);
          read(2, value);
          assertThat(check().anomalies())
              .as("%s", value)
              .extracting(Anomaly::name)
              .containsExactlyElementsOf(expected);
        });
  }

  @Test
  void setsKeepWhatWasAddedAndNotWhatWasRemoved() {
    change("add", Value.of(1), Event.Type.OK);
    change("add", Value.of(2), Event.Type.OK);
    change("remove", Value.of(2), Event.Type.OK);
    change("add", Value.of(3), Event.Type.INFO);
    int begun = events.size();
    read(1, Value.seq(Value.of(3), Value.of(1)));
    read(2, Value.seq(Value.of(1), Value.of(3)));
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
    events.subList(begun, events.size()).clear();
    read(1, Value.seq());
    read(2, Value.seq());
    assertThat(anomalies()).containsExactly("lost-element");
    events.subList(begun, events.size()).clear();
    read(1, Value.seq(Value.of(1), Value.of(2)));
    read(2, Value.seq(Value.of(1), Value.of(2)));
    assertThat(anomalies()).containsExactly("resurrected-element");
  }

  @Test
  void countersComeToWhatWasAdded() {
    change("add", Value.of(2), Event.Type.OK);
    change("add", Value.of(3), Event.Type.INFO);
    int begun = events.size();
    for (long sum : new long[] {1, 2, 4, 5, 6}) {
      events.subList(begun, events.size()).clear();
      read(1, Value.of(sum));
      read(2, Value.of(sum));
      // The second happened, or it did not.
      boolean possible = sum == 2 || sum == 5;
      assertThat(check().verdict()).isEqualTo(possible ? Verdict.VALID : Verdict.INVALID);
    }
  }

  @Test
  void transactionsAreLookedInto() {
    Value write = Value.seq(Value.seq(Value.of("append"), KEY, Value.of(7)));
    Value empty = Value.seq(Value.seq(Value.of("r"), KEY, Value.seq()));
    Value all = Value.seq(Value.seq(Value.of("r"), KEY, Value.seq(Value.of(7))));
    call(0, "txn", write, Event.Type.OK, write);
    waited = 5_000 * MILLI;
    call(1, "txn", empty, Event.Type.OK, all);
    call(2, "txn", empty, Event.Type.OK, empty);
    assertThat(anomalies()).containsExactly("divergence");
    call(2, "txn", empty, Event.Type.OK, all);
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void aSetHasNoElementTwice() {
    Value one = Value.of(1);
    change("add", one, Event.Type.OK);
    read(1, Value.seq(one, one));
    assertThat(anomalies()).containsExactly("duplicate-elements");
    read(1, Value.seq(one));
    read(2, Value.seq(one));
    assertThat(anomalies()).containsExactly("duplicate-elements");
  }

  @Test
  void aListMayHaveAnElementTwice() {
    Value one = Value.of(1);
    change("append", one, Event.Type.OK);
    change("append", one, Event.Type.OK);
    read(1, Value.seq(one, one));
    read(2, Value.seq(one, one));
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @CsvSource({"1, lost-element", "3, duplicate-elements"})
  void aListHasAnElementAsOftenAsItWasAppended(int copies, String anomaly) {
    Value one = Value.of(1);
    change("append", one, Event.Type.OK);
    change("append", one, Event.Type.OK);
    Value read = new Value.Seq(Collections.nCopies(copies, one));
    read(1, read);
    read(2, read);
    assertThat(anomalies()).containsExactly(anomaly);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anAppendOfUnknownOutcomeMayBeThere(int copies) {
    Value one = Value.of(1);
    change("append", one, Event.Type.OK);
    change("append", one, Event.Type.INFO);
    Value read = new Value.Seq(Collections.nCopies(copies, one));
    read(1, read);
    read(2, read);
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void whatWasAddedAgainAfterItsRemovalIsThere() {
    Value one = Value.of(1);
    change("add", one, Event.Type.OK);
    change("remove", one, Event.Type.OK);
    change("add", one, Event.Type.OK);
    read(1, Value.seq());
    read(2, Value.seq());
    assertThat(anomalies()).containsExactly("lost-element");
  }

  /** It may take effect after the addition. */
  @Test
  void aRemovalOfUnknownOutcomeMayComeLater() {
    Value one = Value.of(1);
    change("add", one, Event.Type.OK);
    change("remove", one, Event.Type.INFO);
    change("add", one, Event.Type.OK);
    read(1, Value.seq());
    read(2, Value.seq());
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  /** Nothing is known of a write that came to nothing; one that was acknowledged is missing. */
  @ParameterizedTest
  @CsvSource({"INFO, VALID", "FAIL, VALID", "OK, INVALID"})
  void aRegisterMayHoldWhatItDidAtFirstIfNoWriteWasAcknowledged(Event.Type end, Verdict expected) {
    change("write", Value.of(1), end);
    read(1, Value.of(7));
    read(2, Value.of(7));
    Checker checker = new ConvergenceChecker(Value.of(7));
    CheckResult result = checker.check(History.of(events), Budget.of(Duration.ofSeconds(10)));
    assertThat(result.verdict()).isEqualTo(expected);
    assertThat(result.anomalies().stream().map(Anomaly::name).toList())
        .isEqualTo(expected == Verdict.VALID ? List.of() : List.of("lost-write"));
  }

  @Test
  void whatWasThereAtFirstIsNoWrite() {
    change("write", Value.of(1), Event.Type.OK);
    read(1, Value.of(7));
    read(2, Value.of(7));
    List<Event> before =
        List.of(
            Event.invoke(-2, 0, 9, "write", KEY, Value.of(7)),
            new Event(-1, 0, 9, Event.Type.OK, "write", KEY, Value.of(7), ""));
    CheckResult result =
        new ConvergenceChecker()
            .check(History.of(events).preceded(before), Budget.of(Duration.ofSeconds(10)));
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).contains("holds 7, as at first, though 1 was acknowledged");
  }

  @Test
  void whatWasThereAtFirstDoesNotVanish() {
    change("write", Value.of(1), Event.Type.INFO);
    read(1, Value.NIL);
    read(2, Value.NIL);
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
    CheckResult result =
        new ConvergenceChecker(Value.of(7))
            .check(History.of(events), Budget.of(Duration.ofSeconds(10)));
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).contains("holds nothing, though it held 7 at first");
  }

  @Test
  void whatOnlyOneClientReadIsNotJudgedAndCounted() {
    change("write", Value.of(1), Event.Type.OK);
    read(1, Value.of(1));
    read(2, Value.of(1));
    for (String key : List.of("y", "z")) {
      int index = events.size();
      long time = waited + index * MILLI;
      for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
        events.add(new Event(index, time, 1, type, "read", Value.of(key), Value.NIL, ""));
        index++;
      }
    }
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.warnings())
        .containsExactly(
            "2 objects were not judged, such as y: only one client read them after the last change"
                + " and fault");
  }

  @Test
  void whoGoesOnAfterACallOfUnknownOutcomeIsHeard() {
    change("write", Value.of(1), Event.Type.INFO);
    read(0, Value.of(1));
    read(2, Value.of(1));
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }
}
