package dev.ordeal.checkers.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two closed-loop clients that call every 100 ms for 20 s; a fault holds from second 5 to 10. */
class AvailabilityCheckerTest {
  private static final long MILLI = 1_000_000;

  private record Draft(
      long time, int process, Event.Type type, String function, Value value, String error) {}

  private final List<Draft> drafts = new ArrayList<>();

  private void call(int process, long fromMillis, long toMillis, Event.Type outcome, String error) {
    drafts.add(new Draft(fromMillis, process, Event.Type.INVOKE, "write", Value.of(1), ""));
    drafts.add(new Draft(toMillis, process, outcome, "write", Value.of(1), error));
  }

  private void fault(int number, long fromMillis, long toMillis) {
    for (String phase : List.of(FaultWindow.INJECT, FaultWindow.UNDO)) {
      Value value =
          new Value.Dict(
              Map.of(
                  FaultWindow.FAULT, Value.of(number),
                  FaultWindow.PHASE, Value.of(phase),
                  FaultWindow.WHAT, Value.of("pause n" + number)));
      long time = phase.equals(FaultWindow.INJECT) ? fromMillis : toMillis;
      drafts.add(new Draft(time, Event.NEMESIS, Event.Type.INFO, "pause", value, ""));
    }
  }

  private History history() {
    drafts.sort(Comparator.comparingLong(Draft::time));
    List<Event> events = new ArrayList<>();
    for (Draft d : drafts) {
      events.add(
          new Event(
              events.size(),
              d.time() * MILLI,
              d.process(),
              d.type(),
              d.function(),
              Value.NIL,
              d.value(),
              d.error()));
    }
    return History.of(events);
  }

  /** Calls of a process that take 10 ms each. */
  private void steady(int process, int fromSecond, int toSecond) {
    for (long at = fromSecond * 1_000L; at < toSecond * 1_000L; at += 100) {
      call(process, at, at + 10, Event.Type.OK, "");
    }
  }

  private static CheckResult availability(History history) {
    return new AvailabilityChecker().check(history, Budget.of(Duration.ofMinutes(1)));
  }

  private static CheckResult steadyState(String promise, History history) {
    return new SteadyStateChecker(SteadyState.parse(promise))
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  private static double share(CheckResult result, String name) {
    return (double) result.facts().get(name);
  }

  @Test
  void callsThatHangCountForAsLongAsTheyHang() {
    fault(1, 5_000, 10_000);
    for (int process = 0; process < 2; process++) {
      steady(process, 0, 5);
      call(process, 5_000, 10_000, Event.Type.OK, "");
      steady(process, 11, 20);
    }
    CheckResult result = availability(history());
    // One call of a hundred hung: by calls, 99 % were served; by time, nothing was for five
    // seconds.
    assertThat(share(result, "ok-share-during-faults")).isCloseTo(0.2, within(0.201));
    assertThat(share(result, "ok-share")).isBetween(0.65, 0.80);
  }

  /** Faults begin and end anywhere within a second, and their injection takes a while. */
  @Test
  void theShareOfTheWholeIsBetweenThoseOfItsParts() {
    SplittableRandom random = new SplittableRandom(3);
    for (int history = 0; history < 300; history++) {
      drafts.clear();
      for (int number = 1; number <= 4; number++) {
        long begin = random.nextLong(18_000);
        fault(number, begin, begin + random.nextLong(100, 3_000));
      }
      for (int process = 0; process < 3; process++) {
        for (long at = 0; at < 20_000; ) {
          long took = random.nextInt(10) == 0 ? random.nextLong(4_000) : 10;
          Event.Type end = random.nextInt(4) == 0 ? Event.Type.FAIL : Event.Type.OK;
          call(process, at, at + took, end, end == Event.Type.OK ? "" : "timeout");
          at += took + random.nextLong(300);
        }
      }
      CheckResult result = availability(history());
      double calm = share(result, "ok-share-without-faults");
      double faulty = share(result, "ok-share-during-faults");
      assertThat(share(result, "ok-share"))
          .isBetween(Math.min(calm, faulty) - 1e-9, Math.max(calm, faulty) + 1e-9);
    }
  }

  @Test
  void aTimeWithoutAnyCallIsAnOutageAndNoCalm() {
    fault(1, 5_000, 10_000);
    steady(0, 0, 10);
    steady(0, 15, 20);
    CheckResult result = steadyState("recovery=2s", history());
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).contains("no call was made");
  }

  @Test
  void aSecondInWhichAllCallsHangIsNoRecovery() {
    fault(1, 5_000, 10_000);
    steady(0, 0, 10);
    call(0, 10_000, 16_000, Event.Type.INFO, "timeout");
    steady(1, 16, 20);
    History history = history();
    CheckResult result = steadyState("success=90%,recovery=2s", history);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).contains("0 of 1 calls were served");
    assertThat(share(availability(history), "worst-recovery-ms")).isEqualTo(6_010);
  }

  @Test
  void bothCheckersTellTheSameTimeToRecover() {
    fault(1, 5_000, 10_000);
    fault(2, 7_000, 12_000);
    steady(0, 0, 5);
    steady(1, 13, 20);
    History history = history();
    CheckResult steady = steadyState("recovery=5s", history);
    assertThat(steady.verdict()).as(steady.reason()).isEqualTo(Verdict.VALID);
    assertThat(share(availability(history), "worst-recovery-ms")).isEqualTo(1_010);
    assertThat(steady.facts().get("recoveries").toString()).contains("recovery-ms=1010.0");
    assertThat(share(steady, "worst-steady-again-ms")).isGreaterThanOrEqualTo(1_010);
  }

  @Test
  void aNegativeAnswerIsAnAnswerHereToo() {
    fault(1, 5_000, 10_000);
    for (long at = 0; at < 20_000; at += 100) {
      call(0, at, at + 10, Event.Type.FAIL, "held: by another");
    }
    assertThat(share(availability(history()), "ok-share")).isEqualTo(1.0);
  }

  @Test
  void theWarmUpIsNotJudged() {
    fault(1, 5_000, 10_000);
    for (long at = 0; at < 2_000; at += 100) {
      call(0, at, at + 10, Event.Type.FAIL, "refused");
    }
    steady(0, 2, 20);
    JudgedTime judged = JudgedTime.of(Duration.ofSeconds(2), Duration.ofSeconds(20));
    History history = history();
    Budget budget = Budget.of(Duration.ofMinutes(1));
    SteadyState promise = SteadyState.parse("success=99%");
    assertThat(new SteadyStateChecker(promise).check(history, budget).verdict())
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(new SteadyStateChecker(promise, judged).check(history, budget).verdict())
        .isEqualTo(Verdict.VALID);
    assertThat(share(new AvailabilityChecker(judged).check(history, budget), "ok-share"))
        .isEqualTo(1.0);
  }

  @Test
  void afterTheLoadNoCallIsNoOutage() {
    fault(1, 5_000, 10_000);
    steady(0, 0, 12);
    call(0, 20_000, 20_010, Event.Type.OK, "");
    JudgedTime judged = JudgedTime.of(Duration.ZERO, Duration.ofSeconds(12));
    Budget budget = Budget.of(Duration.ofMinutes(1));
    CheckResult result =
        new SteadyStateChecker(SteadyState.parse("recovery=1s"), judged).check(history(), budget);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.VALID);
  }
}
