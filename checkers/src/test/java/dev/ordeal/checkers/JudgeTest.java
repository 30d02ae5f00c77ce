package dev.ordeal.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No checker of a run starves another, and none loses what time is left. */
@Timeout(60)
class JudgeTest {
  private static final Duration TIME = Duration.ofMillis(1500);

  /** What a checker does with the time that it gets. */
  private interface Doing {
    CheckResult with(Budget budget);
  }

  private record Made(String name, boolean isQuick, Doing doing) implements Checker {
    @Override
    public String description() {
      return name;
    }

    @Override
    public CheckResult check(History history, Budget budget) {
      return doing.with(budget);
    }
  }

  private final Budget whole = Budget.of(TIME);

  /** By call: which part of the time that was left then it got; 0 if none was left. */
  private final List<Double> shares = new ArrayList<>();

  private final List<String> called = new ArrayList<>();

  /** One that searches until its time is over. */
  private Checker hard(String name) {
    return new Made(
        name,
        false,
        budget -> {
          note(name, budget);
          while (!budget.isOutOfTime()) {
            Thread.onSpinWait();
          }
          return CheckResult.unknown(name, "no time", Map.of());
        });
  }

  private void note(String name, Budget budget) {
    called.add(name);
    long left = whole.nanosLeft();
    shares.add(left == 0 ? 0 : (double) budget.nanosLeft() / left);
  }

  private Checker easy(String name, boolean isQuick) {
    return new Made(
        name,
        isQuick,
        budget -> {
          note(name, budget);
          return CheckResult.valid(name, "fine", Map.of());
        });
  }

  /** One that is decided only with some of all the time. */
  private Checker needing(String name, double share) {
    return new Made(
        name,
        false,
        budget -> {
          called.add(name);
          if (budget.nanosLeft() > share * TIME.toNanos()) {
            return CheckResult.valid(name, "fine", Map.of());
          }
          while (!budget.isOutOfTime()) {
            Thread.onSpinWait();
          }
          return CheckResult.unknown(name, "no time", Map.of());
        });
  }

  private List<Verdict> verdicts(Checker... checkers) {
    Event call = new Event(0, 0, 0, Event.Type.INVOKE, "read", Value.NIL, Value.NIL, "");
    Event end = new Event(1, 1, 0, Event.Type.OK, "read", Value.NIL, Value.NIL, "");
    History history = History.of(List.of(call, end));
    return Judge.judge(history, List.of(checkers), whole).results().stream()
        .map(CheckResult::verdict)
        .toList();
  }

  @Test
  void severalHardOnesLeaveAnEqualShareToTheLast() {
    assertThat(verdicts(hard("a"), hard("b"), hard("c"), easy("d", false)))
        .containsExactly(Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.VALID);
    assertThat(shares.getFirst()).isCloseTo(0.25, within(0.05));
    assertThat(shares.get(1)).isLessThan(0.4);
  }

  @Test
  void aQuickOneRunsBeforeThoseThatSearchAndKeepsItsPlace() {
    assertThat(verdicts(hard("hard"), easy("quick", true)))
        .containsExactly(Verdict.UNKNOWN, Verdict.VALID);
    assertThat(called).startsWith("quick", "hard");
  }

  @Test
  void oneAloneGetsAllOfTheTimeWhateverElseIsQuick() {
    assertThat(verdicts(needing("search", 0.6), easy("quick", true), easy("other", true)))
        .containsOnly(Verdict.VALID);
    assertThat(called).containsExactly("quick", "other", "search");
  }

  @Test
  void whatOthersLeaveGoesToOneThatWasCutOff() {
    assertThat(verdicts(needing("long", 0.4), easy("b", false), easy("c", false), easy("d", false)))
        .containsOnly(Verdict.VALID);
    assertThat(called).containsExactly("long", "b", "c", "d", "long");
  }

  @Test
  void oneThatGaveUpBeforeItsTimeWasOverIsNotRunAgain() {
    Checker givesUp =
        new Made(
            "gives-up",
            false,
            budget -> {
              called.add("gives-up");
              return CheckResult.unknown("gives-up", "too many", Map.of());
            });
    assertThat(verdicts(givesUp, easy("b", false))).containsExactly(Verdict.UNKNOWN, Verdict.VALID);
    assertThat(called).containsExactly("gives-up", "b");
  }

  @Test
  void oneThatHadNotEndedIsNotRunAgain() {
    Checker spins =
        new Made(
            "spins",
            false,
            budget -> {
              called.add("spins");
              while (!budget.isOutOfTime()) {
                Thread.onSpinWait();
              }
              return CheckResult.unknown("spins", "late", Map.of(Judge.NOT_ENDED, true));
            });
    assertThat(verdicts(spins, easy("b", false), easy("c", false)))
        .containsExactly(Verdict.UNKNOWN, Verdict.VALID, Verdict.VALID);
    assertThat(called).containsExactly("spins", "b", "c");
  }
}
