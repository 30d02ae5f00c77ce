package dev.ordeal.checkers.selection;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A checker of a level that also asks whether a stronger one is kept, which implies it: where its
 * own search leaves a history undecided, or first of all where the history is long and the stronger
 * level far cheaper to decide.
 */
final class StrongerModelChecker implements Checker {
  private static final int LONG = 100_000;

  private final Checker own;
  private final ConsistencyModel promised;
  private final Checker stronger;
  private final String implying;
  private final Predicate<History> testsAnything;
  private final boolean isStrongerFirst;

  private StrongerModelChecker(
      Checker own,
      ConsistencyModel promised,
      Checker stronger,
      String implying,
      Predicate<History> testsAnything,
      boolean isStrongerFirst) {
    this.own = own;
    this.promised = promised;
    this.stronger = stronger;
    this.implying = implying;
    this.testsAnything = testsAnything;
    this.isStrongerFirst = isStrongerFirst;
  }

  /**
   * A checker that asks for the stronger level only if its own leaves something undecided.
   *
   * @param own decides the level that is promised
   * @param stronger decides something that implies it
   * @param implying what that is: what the history is said to be
   * @param testsAnything whether a history says anything about the promised level; only then does
   *     an implication count
   */
  static Checker ownFirst(
      Checker own,
      ConsistencyModel promised,
      Checker stronger,
      String implying,
      Predicate<History> testsAnything) {
    return new StrongerModelChecker(own, promised, stronger, implying, testsAnything, false);
  }

  /** The same, but of long histories the stronger level is asked for first. */
  static Checker strongerFirst(
      Checker own,
      ConsistencyModel promised,
      Checker stronger,
      String implying,
      Predicate<History> testsAnything) {
    return new StrongerModelChecker(own, promised, stronger, implying, testsAnything, true);
  }

  @Override
  public String name() {
    return own.name();
  }

  @Override
  public String description() {
    return own.description();
  }

  @Override
  public List<Observation> needs() {
    return own.needs();
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    if (isStrongerFirst && history.columns().size() > LONG) {
      Optional<CheckResult> implied = implied(history, budget.half());
      return implied.orElseGet(() -> own.check(history, budget));
    }
    CheckResult result = own.check(history, isStrongerFirst ? budget : budget.half());
    return result.verdict() == Verdict.UNKNOWN ? implied(history, budget).orElse(result) : result;
  }

  /** The answer, if the stronger level is kept. */
  private Optional<CheckResult> implied(History history, Budget budget) {
    if (!testsAnything.test(history)) {
      return Optional.empty();
    }
    try {
      CheckResult result = stronger.check(history, budget);
      return result.verdict() == Verdict.VALID
          ? Optional.of(CheckResult.valid(name(), reason(), result.facts()))
          : Optional.empty();
    } catch (IllegalArgumentException | BudgetExceededException undecided) {
      // What the other checker cannot judge is left to the level's own.
      return Optional.empty();
    }
  }

  private String reason() {
    return "the history is %s, which implies %s".formatted(implying, promised.levelName());
  }
}
