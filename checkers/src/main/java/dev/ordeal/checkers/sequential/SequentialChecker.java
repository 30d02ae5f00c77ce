package dev.ordeal.checkers.sequential;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.UnknownCalls;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether registers are sequentially consistent (Lamport, 1979): some order of all
 * operations explains what everybody read, and agrees with each process' own order. Real time does
 * not count, and keys cannot be judged one by one.
 *
 * <p>The problem is NP-complete (Gibbons and Korach, 1997). First {@link Saturation} in polynomial
 * time, which finds nearly all violations; then {@link OrderSearch}, and what that leaves open, or
 * is too long for it, {@link AsTransactions}, within the budget.
 */
public final class SequentialChecker implements Checker {
  static final String ANOMALY = "non-sequential";

  /** How many steps are told beside a cycle. */
  private static final int DERIVED_MAX = 20;

  private static final long CELLS_MAX = 300_000_000;

  private final Value initial;

  public SequentialChecker(Value initial) {
    this.initial = initial;
  }

  @Override
  public String name() {
    return "sequential";
  }

  @Override
  public String description() {
    return "is there one order of the registers' operations that respects each process' order?";
  }

  @Override
  public List<Observation> needs() {
    List<Observation> needs = new ArrayList<>(List.of(Observation.SUCCESS));
    needs.addAll(new RegisterModel(initial).needs());
    needs.add(Observation.PROCESSES);
    return needs;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    UnknownCalls sessions = UnknownCalls.endSessions(history);
    return sessions.told(judge(sessions.history(), budget));
  }

  private CheckResult judge(History history, Budget budget) {
    Optional<Registers> found = Registers.of(history, initial);
    Map<String, Object> facts = new LinkedHashMap<>();
    if (found.isEmpty()) {
      return CheckResult.unknown(
          name(),
          "a value is written twice to a key, so reads do not tell their writes; write unique"
              + " values",
          facts);
    }
    Registers registers = found.get();
    facts.put("operations", registers.size());
    facts.put("processes", registers.byProcess.length);
    if (!registers.problem().isEmpty()) {
      return invalid(registers.problem(), registers.problemWitness(), facts);
    }
    if (Saturation.size(registers) > CELLS_MAX) {
      return asTransactions(
          registers,
          "%d operations of %d processes are too many to be saturated"
              .formatted(registers.size(), registers.byProcess.length),
          budget,
          facts);
    }
    Saturation saturation = new Saturation(registers);
    List<Saturation.Edge> cycle = saturation.run(budget.half());
    if (!cycle.isEmpty()) {
      return invalid(
          new SequentialExplainer(registers, saturation, DERIVED_MAX).tell(cycle), facts);
    }
    try {
      List<Integer> order = new OrderSearch(registers, saturation, budget.half()).run();
      if (order.size() == registers.size()) {
        return CheckResult.valid(name(), "some order explains all reads", facts);
      }
      return invalid(new Unordered(registers, initial).tell(budget), facts);
    } catch (BudgetExceededException spent) {
      return asTransactions(
          registers,
          "nothing contradicts an order, but none was found: " + spent.getMessage(),
          budget,
          facts);
    }
  }

  /** Decides as transactions what is open otherwise, and says why it was if that does not help. */
  private CheckResult asTransactions(
      Registers registers, String open, Budget budget, Map<String, Object> facts) {
    AsTransactions transactions = new AsTransactions(registers);
    if (!transactions.isPossible()) {
      return CheckResult.unknown(name(), open, facts);
    }
    CheckResult result = transactions.check(budget);
    return switch (result.verdict()) {
      case VALID -> CheckResult.valid(name(), "some order explains all reads", facts);
      case INVALID -> {
        List<Anomaly> anomalies = transactions.anomalies(result);
        String reason = Gravity.gravest(anomalies).story();
        yield new CheckResult(name(), Verdict.INVALID, reason, anomalies, facts);
      }
      case UNKNOWN -> CheckResult.unknown(name(), open + "; " + result.reason(), facts);
    };
  }

  private CheckResult invalid(String reason, List<Operation> witness, Map<String, Object> facts) {
    return invalid(new Anomaly(ANOMALY, Value.NIL, reason, witness), facts);
  }

  private CheckResult invalid(Anomaly anomaly, Map<String, Object> facts) {
    return new CheckResult(name(), Verdict.INVALID, anomaly.story(), List.of(anomaly), facts);
  }
}
