package dev.ordeal.checkers.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsCheckerTest {
  private static final long SECOND = 1_000_000_000;

  private final List<Event> events = new ArrayList<>();

  private void call(String function, Event.Type outcome, String error) {
    long time = events.size() * SECOND;
    int process = events.size();
    events.add(event(time, process, Event.Type.INVOKE, function, ""));
    events.add(event(time + SECOND, process, outcome, function, error));
  }

  private Event event(long time, int process, Event.Type type, String function, String error) {
    return new Event(events.size(), time, process, type, function, Value.NIL, Value.of(1), error);
  }

  private CheckResult check() {
    return new StatisticsChecker().check(History.of(events), Budget.of(Duration.ofMinutes(1)));
  }

  private void answered(int times, String function) {
    for (int i = 0; i < times; i++) {
      call(function, Event.Type.OK, "");
    }
  }

  @Test
  void whereNothingSucceededTheReasonNamesTheMostFrequentError() {
    call("read", Event.Type.FAIL, "ConnectException: refused");
    call("read", Event.Type.FAIL, "ConnectException: refused again");
    call("read", Event.Type.FAIL, "timeout");
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason())
        .contains(
            "of 3 operations not one read was answered", "most frequent: ConnectException (2)")
        .contains("no answer for 5 s");
  }

  @Test
  void aNegativeAnswerIsAnAnswer() {
    call("cas", Event.Type.FAIL, "mismatch");
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void aFunctionThatNeverSucceededIsAWarning() {
    answered(5, "read");
    call("cas", Event.Type.FAIL, "mismatch");
    call("cas", Event.Type.FAIL, "mismatch");
    assertThat(check().warnings())
        .containsExactly("no cas succeeded, of 2; most frequent: mismatch (2)");
    call("cas", Event.Type.OK, "");
    assertThat(check().warnings()).isEmpty();
  }

  @Test
  void manyUnknownOutcomesAreAWarning() {
    call("write", Event.Type.OK, "");
    call("write", Event.Type.OK, "");
    call("write", Event.Type.INFO, "timeout");
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.warnings())
        .containsExactly(
            "33 % of 3 operations have an unknown outcome; most frequent: timeout (1)");
  }

  @Test
  void aRunInWhichMostCallsFailedIsThin() {
    call("write", Event.Type.OK, "");
    call("write", Event.Type.FAIL, "no-client: refused");
    assertThat(check().warnings()).isEmpty();
    call("write", Event.Type.FAIL, "no-client: not open in time");
    call("write", Event.Type.FAIL, "refused");
    assertThat(check().warnings())
        .containsExactly(
            "3 of 4 operations failed without an answer, so little was tested; 2 of them were"
                + " never sent (no-client)");
    call("write", Event.Type.FAIL, "refused");
    call("write", Event.Type.FAIL, "refused");
    assertThat(check().warnings())
        .containsExactly(
            "5 of 6 operations failed without an answer, so little was tested; most frequent:"
                + " refused (3)");
    events.clear();
    call("cas", Event.Type.FAIL, "mismatch");
    call("cas", Event.Type.OK, "");
    assertThat(check().warnings()).isEmpty();
  }

  @Test
  void endsOfClientProgramsAreCounted() {
    answered(20, "write");
    call("write", Event.Type.INFO, "timeout");
    assertThat(check().warnings()).isEmpty();
    call("write", Event.Type.INFO, "IOException: python3 c.py ended with status 3 in write: oops");
    assertThat(check().warnings())
        .containsExactly(
            "client programs ended 1 time (exit status 3), 1 call was not answered in time");
    call("write", Event.Type.FAIL, "no-client: ./c ended with status 3 before write");
    call("write", Event.Type.FAIL, "IOException: ./c closed its output in write");
    assertThat(check().warnings())
        .containsExactly(
            "client programs ended 3 times (2 with exit status 3, 1 with output closed), 1 call was"
                + " not answered in time");
  }

  @Test
  void answersThatCannotBeAreCounted() {
    answered(20, "read");
    call("read", Event.Type.INFO, "UnexpectedAnswerException: value is no whole number: \"boo\"");
    call("read", Event.Type.INFO, "UnexpectedAnswerException: value is no whole number: [1]");
    assertThat(check().warnings())
        .containsExactly(
            "2 answers cannot be what was asked for and count as unknown outcomes; the first:"
                + " value is no whole number: \"boo\"");
    assertThat(check().facts()).containsEntry("unexpected-answers", 2L);
  }

  @Test
  void fewUnknownOutcomesAreNoWarning() {
    answered(9, "write");
    call("write", Event.Type.INFO, "timeout");
    assertThat(check().warnings()).isEmpty();
  }

  @Test
  void aProbeIsNoFault() {
    call("write", Event.Type.OK, "");
    events.add(
        new Event(
            events.size(),
            3 * SECOND,
            Event.NEMESIS,
            Event.Type.INFO,
            ProbeAnswer.FUNCTION,
            Value.NIL,
            Value.of("true"),
            ""));
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }
}
