package dev.ordeal.checkers.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultsCheckerTest {
  private final List<Event> events = new ArrayList<>();

  private FaultsCheckerTest plan(boolean isByHand, String... kinds) {
    List<FaultPlan.Entry> entries = new ArrayList<>();
    for (String kind : kinds) {
      entries.add(new FaultPlan.Entry(entries.size() + 1, kind, "start", 100, 900, "leader"));
    }
    return add(
        FaultPlan.FUNCTION,
        new FaultPlan(isByHand, List.of(kinds).stream().distinct().toList(), entries).value(),
        "");
  }

  private FaultsCheckerTest add(String function, Value value, String error) {
    long index = events.size();
    events.add(
        new Event(index, index, Event.NEMESIS, Event.Type.INFO, function, Value.NIL, value, error));
    return this;
  }

  private FaultsCheckerTest phase(long id, String kind, String phase, String error) {
    return add(
        kind,
        new Value.Dict(
            Map.of(
                FaultWindow.FAULT, Value.of(id),
                FaultWindow.PHASE, Value.of(phase),
                FaultWindow.WHAT, Value.of(kind + " n1"))),
        error);
  }

  private FaultsCheckerTest held(long id, String kind) {
    return phase(id, kind, "inject", "").phase(id, kind, "held", "").phase(id, kind, "kept", "");
  }

  private CheckResult check() {
    return new FaultsChecker().check(History.of(events), Budget.of(Duration.ofMinutes(1)));
  }

  private CheckResult checkAtEnd() {
    return add(FaultPlan.END, Value.NIL, "").check();
  }

  private static void unknown(CheckResult result, String... texts) {
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains(texts);
  }

  @Test
  void faultsThatHeldAreValid() {
    CheckResult result = plan(false, "kill", "pause").held(1, "kill").held(2, "pause").checkAtEnd();
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.reason()).isEqualTo("2 of 2 planned faults held");
  }

  @Test
  void noFaultsAskedForAreValid() {
    assertThat(plan(false).checkAtEnd().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void anOldHistoryIsNotJudged() {
    CheckResult result = phase(1, "kill", "inject", "").check();
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.reason()).contains("not judged");
  }

  @Test
  void aKindThatNeverHeldIsUnknown() {
    plan(false, "kill", "pause", "pause").held(1, "kill");
    phase(2, "pause", "skip", "no leader").phase(3, "pause", "skip", "no leader");
    unknown(checkAtEnd(), "no pause ever held (2 planned, 2 skipped: no leader)");
  }

  @Test
  void skippedFaultsOfARandomPlanCostNothing() {
    plan(false, "pause", "pause").held(1, "pause").phase(2, "pause", "skip", "no leader");
    CheckResult result = checkAtEnd();
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.facts().get("skipped").toString()).contains("no leader");
  }

  @Test
  void everyEntryOfAScheduleByHandHasToBeInjected() {
    plan(true, "pause", "pause").held(1, "pause").phase(2, "pause", "skip", "no leader");
    unknown(checkAtEnd(), "1 of 2 planned faults were never injected", "no leader");
  }

  @Test
  void anInjectedFaultWithoutEffectIsUnknownThoughAnotherHeld() {
    plan(false, "pause", "pause").held(1, "pause");
    phase(2, "pause", "inject", "").phase(2, "pause", "held", "n1 has no process");
    unknown(checkAtEnd(), "had no effect", "n1 has no process");
  }

  @Test
  void aFaultThatEndedByItselfIsUnknown() {
    plan(false, "loss", "loss").held(1, "loss");
    phase(2, "loss", "inject", "").phase(2, "loss", "held", "").phase(2, "loss", "kept", "gone");
    unknown(checkAtEnd(), "did not hold until it was undone");
  }

  @Test
  void aFaultThatAnotherOneMaskedCostsNothingUnlessSomebodyWroteIt() {
    for (boolean isByHand : List.of(false, true)) {
      events.clear();
      plan(isByHand, "loss", "loss").held(1, "loss").phase(2, "loss", "inject", "");
      phase(2, "loss", "held", "").phase(2, "loss", "skip", "no packet met its rules");
      assertThat(checkAtEnd().verdict()).isEqualTo(isByHand ? Verdict.UNKNOWN : Verdict.VALID);
      assertThat(FaultWindow.of(History.of(events))).hasSize(1);
    }
  }

  @Test
  void aNemesisThatDiedIsUnknown() {
    unknown(plan(false, "kill").held(1, "kill").check(), "did not come to the end");
  }

  @Test
  void aFaultThatNobodyLookedAtIsUnknown() {
    unknown(plan(false, "kill").phase(1, "kill", "inject", "").checkAtEnd(), "not looked at");
  }
}
