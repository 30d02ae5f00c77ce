package dev.ordeal.checkers.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** A run of twenty seconds, a call every 100 ms, one fault from second 5 to 10. */
class SteadyStateCheckerTest {
  private static final int SECONDS = 20;
  private static final long MILLI = 1_000_000;

  private static History history(boolean hasFault, String error, IntFunction<Event.Type> outcomes) {
    return history(hasFault, error, outcomes, second -> 10);
  }

  private static History history(
      boolean hasFault, String error, IntFunction<Event.Type> outcomes, IntToLongFunction millis) {
    List<Event> events = new ArrayList<>();
    for (int call = 0; call < 10 * SECONDS; call++) {
      int second = call / 10;
      long time = call * 100L * MILLI;
      if (hasFault && call == 50) {
        events.add(fault(events.size(), time, FaultWindow.INJECT));
      } else if (hasFault && call == 100) {
        events.add(fault(events.size(), time, FaultWindow.UNDO));
      }
      events.add(event(events.size(), time, Event.Type.INVOKE, ""));
      Event.Type outcome = outcomes.apply(second);
      events.add(
          event(
              events.size(),
              time + millis.applyAsLong(second) * MILLI,
              outcome,
              outcome == Event.Type.OK ? "" : error));
    }
    return History.of(events);
  }

  private static Event event(int index, long time, Event.Type type, String error) {
    return new Event(index, time, 0, type, "write", Value.of(1), Value.of(index), error);
  }

  private static Event fault(int index, long time, String phase) {
    Value value =
        new Value.Dict(
            Map.of(
                FaultWindow.FAULT, Value.of(1),
                FaultWindow.PHASE, Value.of(phase),
                FaultWindow.WHAT, Value.of("kill -9 n1")));
    return new Event(index, time, Event.NEMESIS, Event.Type.INFO, "kill", Value.NIL, value, "");
  }

  private static CheckResult judge(String promise, History history) {
    return new SteadyStateChecker(SteadyState.parse(promise))
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  private static Event.Type brokenUntil(int second, int end) {
    return second >= 5 && second < end ? Event.Type.FAIL : Event.Type.OK;
  }

  @Test
  void aSystemThatIsWellAgainInTimeKeepsItsPromise() {
    History history = history(true, "refused", second -> brokenUntil(second, 12));
    CheckResult result = judge("success=99%,recovery=3s", history);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.VALID);
    assertThat(result.facts()).containsEntry("worst-steady-again-ms", 2_010.0);
  }

  @Test
  void aSystemThatIsNotWellAgainInTimeBreaksIt() {
    History history = history(true, "refused", second -> brokenUntil(second, 15));
    CheckResult result = judge("success=99%,recovery=3s", history);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.anomalies().getFirst().name()).isEqualTo("not-recovered");
    assertThat(result.reason()).contains("after kill -9 n1 was undone").contains("0 of 10");
  }

  @Test
  void whatIsPromisedDuringFaultsIsJudgedToo() {
    History history = history(true, "refused", second -> brokenUntil(second, 8));
    assertThat(judge("success=99%,during=40%", history).verdict()).isEqualTo(Verdict.VALID);
    CheckResult result = judge("success=99%,during=41%", history);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.anomalies().getFirst().name()).isEqualTo("not-available");
  }

  @Test
  void latencyCounts() {
    History slow =
        history(true, "", second -> Event.Type.OK, second -> second >= 5 && second < 16 ? 80 : 10);
    assertThat(judge("p99=50ms,recovery=7s", slow).verdict()).isEqualTo(Verdict.VALID);
    CheckResult result = judge("p99=50ms,recovery=5s", slow);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).contains("p99 was 80 ms, above 50 ms");
  }

  @Test
  void nothingIsSaidWhereNothingWasFoundOut() {
    History never = history(true, "refused", second -> Event.Type.FAIL);
    assertThat(judge("success=99%", never).verdict()).isEqualTo(Verdict.UNKNOWN);
    History calm = history(false, "", second -> Event.Type.OK);
    assertThat(judge("success=99%", calm).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  /** The fault comes at second 5. */
  @Test
  void nothingIsJudgedWithinTheWarmUp() {
    History cold = history(true, "refused", second -> second < 3 ? Event.Type.FAIL : Event.Type.OK);
    assertThat(warm(cold, 2).reason()).contains("does not hold before the first fault: at 2.0 s");
    assertThat(warm(cold, 3).verdict()).isEqualTo(Verdict.VALID);
    CheckResult never = warm(cold, 6);
    assertThat(never.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(never.reason())
        .startsWith("the first fault came at 5.0 s, within the warm-up of 6.0 s");
  }

  private static CheckResult warm(History history, int seconds) {
    JudgedTime judged = JudgedTime.of(Duration.ofSeconds(seconds), Duration.ofSeconds(SECONDS));
    return new SteadyStateChecker(SteadyState.parse("success=99%"), judged)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  @Test
  void aMismatchIsAnAnswer() {
    History history = history(true, "mismatch", second -> brokenUntil(second, 20));
    assertThat(judge("success=99%,during=99%", history).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void whatIsNotUnderstoodIsTold() {
    assertThatThrownBy(() -> SteadyState.parse("speed=1"))
        .hasMessageContaining("'speed=1' is not understood");
    assertThatThrownBy(() -> SteadyState.parse("success=0.9")).hasMessageContaining("share");
    assertThatThrownBy(() -> SteadyState.parse("p99=fast"))
        .hasMessageContaining("'fast' is no time");
  }

  private static History with(History history, int second, String function, String error) {
    List<Event> events = new ArrayList<>();
    boolean isIn = false;
    for (Event event : history.events()) {
      if (!isIn && event.time() >= second * 1_000L * MILLI) {
        isIn = true;
        Value value = Value.of("the probe");
        events.add(
            new Event(
                events.size(),
                event.time(),
                Event.NEMESIS,
                Event.Type.INFO,
                function,
                Value.NIL,
                value,
                error));
      }
      events.add(
          new Event(
              events.size(),
              event.time(),
              event.process(),
              event.type(),
              event.function(),
              event.key(),
              event.value(),
              event.error()));
    }
    return History.of(events);
  }

  @Test
  void probesHaveToHoldWheneverTheRestHasTo() {
    History steady = history(true, "", second -> Event.Type.OK);
    String promise = "success=90%,recovery=2s";

    assertThat(judge(promise, with(steady, 15, "probe", "")).verdict()).isEqualTo(Verdict.VALID);
    assertThat(judge(promise, with(steady, 7, "probe", "exit 1")).verdict())
        .as("while the fault holds")
        .isEqualTo(Verdict.VALID);
    assertThat(judge(promise, with(steady, 3, "probe", "exit 1")).verdict())
        .as("before it")
        .isEqualTo(Verdict.UNKNOWN);
    CheckResult late = judge(promise, with(steady, 15, "probe", "exit 1"));
    assertThat(late.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(late.reason()).contains("the probe 'the probe' failed: exit 1");
  }

  @Test
  void whatWasBrokenOffIsNotKept() {
    History aborted =
        with(history(true, "", second -> Event.Type.OK), 9, "abort", "1 of 9 calls were served");

    CheckResult result = judge("success=90%", aborted);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.anomalies().getFirst().name()).isEqualTo("aborted");
    assertThat(result.reason()).contains("1 of 9 calls were served");
  }
}
