package dev.ordeal.harness.judging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WholeRunCheckerTest {
  private static final long SECOND = 1_000_000_000;

  private static RunInfo run(String state, ProcessId control) {
    return new RunInfo(
        "id",
        state,
        "brittle",
        "register",
        "process",
        1,
        "",
        List.of("n1"),
        Map.of("time-limit", "30s", "rate", "10.0", "warm-up", "2s"),
        "",
        control,
        Map.of(),
        "",
        "",
        "",
        "",
        List.of());
  }

  /** A call a second. */
  private static History history(int seconds) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i <= seconds; i++) {
      for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
        events.add(new Event(events.size(), i * SECOND, 0, type, "read", Value.NIL, Value.NIL, ""));
      }
    }
    return History.of(events);
  }

  private static CheckResult check(RunInfo run, int seconds) {
    return new WholeRunChecker(run).check(history(seconds), Budget.of(Duration.ofMinutes(1)));
  }

  @Test
  void aFinishedRunIsWhole() {
    assertThat(check(run("finished", null), 31).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void anInterruptedRunIsUnknownAndSaysHowFarItCame() {
    CheckResult result = check(run("running", null).ended("interrupted", "SIGTERM", List.of()), 9);
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).isEqualTo("the run was interrupted after 9 of 30 s: SIGTERM");
  }

  /** The warm-up lasts two seconds. */
  @Test
  void aRateIsToldOnlyOfSomeTimeBehindTheWarmUp() {
    RunInfo run = run("running", null).ended("interrupted", "SIGINT", List.of());
    assertThat(check(run, 1).warnings()).isEmpty();
    assertThat(check(run, 2).warnings()).isEmpty();
    assertThat(check(run, 9).warnings()).singleElement().asString().startsWith("1 of the 10 op");
  }

  @Test
  void aRunWhoseProcessIsGoneWasKilled() {
    CheckResult result = check(run("running", new ProcessId(Long.MAX_VALUE, 1)), 12);
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).isEqualTo("the control process was killed after 12 of 30 s");
    assertThat(check(run("running", ProcessId.current()), 12).reason())
        .startsWith("the run has not ended yet");
  }

  @Test
  void whatForeignCodeDidMakesItUnknown() {
    RunInfo run =
        run("running", null).ended("finished", "", List.of("target mine: isLeader threw X"));
    CheckResult result = check(run, 30);
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("isLeader threw X");
  }

  @Test
  void aLoadFarBelowWhatWasAskedIsAWarning() {
    CheckResult result = check(run("finished", null), 31);
    assertThat(result.warnings()).singleElement().asString().contains("1 of the 10 operations");
    assertThat(WholeRunChecker.load(result)).isEqualTo("30 of 30 s, 1 of 10 operations a second");
  }
}
