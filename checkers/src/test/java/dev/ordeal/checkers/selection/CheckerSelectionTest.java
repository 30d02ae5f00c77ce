package dev.ordeal.checkers.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.isolation.SessionCausality;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.made.SmallHistory;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.sequential.SequentialChecker;
import dev.ordeal.checkers.session.SessionChecker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerSelectionTest {
  private static final Model<?> REGISTER = Models.byName("cas-register").orElseThrow();
  private static final int MANY = 15_000;

  private final List<Event> events = new ArrayList<>();

  private static Budget budget() {
    return Budget.of(Duration.ofMinutes(1));
  }

  private void call(int process, String function, int value) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int at = events.size();
      events.add(new Event(at, at, process, type, function, Value.NIL, Value.of(value), ""));
    }
  }

  private CheckResult check(ConsistencyModel level) {
    return CheckerSelection.ofObjects(level, REGISTER).check(History.of(events), budget());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-append", "set-add", "rw-register"})
  void oneOrderOfAllTransactionsImpliesWhatSessionsArePromised(String type) {
    assertImplies(
        new IsolationChecker(ConsistencyModel.STRONG_SESSION_SERIALIZABLE),
        sessions(),
        random -> SmallTransactions.of(type, random));
  }

  @Test
  void causalityOfTransactionsImpliesWhatSessionsArePromised() {
    List<Checker> implied = new ArrayList<>();
    for (ConsistencyModel level : CheckerSelection.BY_CAUSALITY) {
      implied.add(new SessionChecker(level, Value.NIL));
    }
    assertImplies(
        new SessionCausality(), implied, random -> SmallTransactions.of("rw-register", random));
  }

  @Test
  void linearizabilityImpliesWhatRegistersArePromised() {
    List<Checker> implied = sessions();
    implied.add(new SequentialChecker(Value.NIL));
    assertImplies(
        new LinearizabilityChecker(REGISTER),
        implied,
        random -> SmallHistory.of("cas-register", random));
  }

  private static List<Checker> sessions() {
    List<Checker> checkers = new ArrayList<>();
    SessionChecker.LEVELS.forEach(level -> checkers.add(new SessionChecker(level, Value.NIL)));
    return checkers;
  }

  /** What is answered by implication must be what the level's own checker says. */
  private static void assertImplies(
      Checker stronger, List<Checker> implied, Function<SplittableRandom, History> made) {
    int kept = 0;
    for (int seed = 0; seed < 5_000; seed++) {
      History history = made.apply(new SplittableRandom(seed));
      if (stronger.check(history, budget()).verdict() != Verdict.VALID) {
        continue;
      }
      kept++;
      for (Checker checker : implied) {
        CheckResult result = checker.check(history, budget());
        assertThat(result.verdict())
            .as("seed %d, %s: %s", seed, result.reason(), history.events())
            .isNotEqualTo(Verdict.INVALID);
      }
    }
    assertThat(kept).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"CAUSAL", "PRAM", "SEQUENTIAL", "MONOTONIC_READS"})
  void manySessionsAreDecidedByLinearizability(ConsistencyModel level) {
    for (int session = 0; session < MANY; session++) {
      call(session, "write", session);
      call(session, "read", session);
    }
    assertThat(check(level).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void manySessionsOfWhichOneDoesNotSeeItsOwnWrite() {
    for (int session = 0; session < MANY; session++) {
      call(session, "write", session);
    }
    call(0, "write", MANY);
    call(0, "read", 0);
    assertThat(check(ConsistencyModel.CAUSAL).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(check(ConsistencyModel.CAUSAL).reason())
        .contains("although #30000 had written 15000 by then");
  }

  @Test
  void valuesThatWereWrittenTwice() {
    call(0, "write", 1);
    call(1, "read", 1);
    call(0, "write", 2);
    call(0, "write", 1);
    call(1, "read", 1);
    CheckResult result = check(ConsistencyModel.CAUSAL);
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.reason()).contains("linearizable, which implies causal");
  }

  /** The stronger level's checker knows no lists here. */
  @Test
  void whatTheStrongerLevelCannotJudgeIsLeftToTheOwnChecker() {
    call(0, "append", 1);
    int at = events.size();
    events.add(Event.invoke(at, at, 1, "read", Value.NIL, Value.NIL));
    Value seen = Value.seq(Value.of(1), Value.of(2));
    events.add(new Event(at + 1, at + 1, 1, Event.Type.OK, "read", Value.NIL, seen, ""));
    call(0, "append", 2);
    call(0, "append", 2);
    CheckResult result = check(ConsistencyModel.CAUSAL);
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("written twice");
  }

  @Test
  void whereNothingWasReadNothingWasTested() {
    call(0, "write", 0);
    assertThat(check(ConsistencyModel.CAUSAL).verdict()).isEqualTo(Verdict.UNKNOWN);
    for (int value = 1; value <= 100_000; value++) {
      call(0, "write", value);
    }
    assertThat(check(ConsistencyModel.CAUSAL).verdict()).isEqualTo(Verdict.UNKNOWN);
  }
}
