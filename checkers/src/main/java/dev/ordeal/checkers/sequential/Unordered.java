package dev.ordeal.checkers.sequential;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.shrinking.Shrinker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The fewest operations on registers that have no order by themselves, where nothing but trying
 * every order shows that there is none: all others are left out, and the rest is decided again each
 * time.
 */
final class Unordered {
  private static final Duration SHRINKING_MAX = Duration.ofSeconds(4);

  /** How many operations are named in a sentence. */
  private static final int NAMED_MAX = 12;

  private final List<Operation> operations;
  private final Value initial;

  /**
   * Tells of registers.
   *
   * @param registers of which every order was tried
   */
  Unordered(Registers registers, Value initial) {
    this.operations = registers.operations;
    this.initial = initial;
  }

  /** The operations that were left, and why they have no order, case by case if that is short. */
  Anomaly tell(Budget budget) {
    Budget shrinking = budget.within(SHRINKING_MAX);
    Anomaly all = new Anomaly(SequentialChecker.ANOMALY, Value.NIL, "", operations);
    History whole = history();
    Shrinker.Shrunk least =
        Shrinker.shrink(whole, all, part -> hasNoOrder(part, shrinking), shrinking)
            .orElse(new Shrinker.Shrunk(whole, 0, false));
    List<Operation> left = least.history().operations();
    Anomaly byCases = byCases(least.history(), shrinking);
    return byCases != null
        ? byCases
        : new Anomaly(SequentialChecker.ANOMALY, Value.NIL, story(left, least.isMinimal()), left);
  }

  private History history() {
    List<Event> events = new ArrayList<>();
    for (Operation operation : operations) {
      events.add(operation.invocation());
      operation.completion().ifPresent(events::add);
    }
    events.sort(Comparator.comparingLong(Event::index));
    return History.of(events);
  }

  private boolean hasNoOrder(History part, Budget budget) {
    Registers some = Registers.of(part, initial).filter(r -> r.problem().isEmpty()).orElse(null);
    if (some == null || some.size() == 0) {
      return false;
    }
    Saturation saturation = new Saturation(some);
    if (!saturation.run(budget).isEmpty()) {
      return true;
    }
    try {
      return new OrderSearch(some, saturation, budget).run().size() < some.size();
    } catch (BudgetExceededException spent) {
      return false;
    }
  }

  /** What follows from either order of two writes; null if that is not known. */
  private Anomaly byCases(History least, Budget budget) {
    AsTransactions transactions = new AsTransactions(Registers.of(least, initial).orElseThrow());
    if (!transactions.isPossible()) {
      return null;
    }
    CheckResult result = transactions.check(budget);
    return result.verdict() == Verdict.INVALID
        ? transactions.anomalies(result).stream().findFirst().orElse(null)
        : null;
  }

  private static String story(List<Operation> left, boolean isMinimal) {
    return ("No order of these %d operations that keeps each process' own explains what they"
            + " read%s: %s%s.")
        .formatted(
            left.size(),
            isMinimal ? ", though there is one without any of the reads" : "",
            left.stream().limit(NAMED_MAX).map(Operation::label).collect(Collectors.joining(", ")),
            left.size() > NAMED_MAX ? ", …" : "");
  }
}
