package dev.ordeal.harness.trial.outcome;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.List;
import java.util.Map;

/**
 * Says what single clients showed, so that a run's report and verdict have it, too.
 *
 * @param findings all made before the run is judged
 */
public record ContractChecker(List<Finding> findings) implements Checker {
  /** Its name. */
  public static final String NAME = "contract";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "did single clients keep the contract of the workload?";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    List<Anomaly> wrong = of(Finding.Grade.WRONG);
    List<Anomaly> unknown = of(Finding.Grade.UNKNOWN);
    Map<String, Object> facts = Map.of("checks", findings.size());
    if (!wrong.isEmpty()) {
      return new CheckResult(name(), Verdict.INVALID, wrong.getFirst().explanation(), wrong, facts);
    }
    return unknown.isEmpty()
        ? CheckResult.valid(name(), "single clients kept the contract", facts)
        : CheckResult.unknown(name(), unknown.getFirst().explanation(), facts);
  }

  private List<Anomaly> of(Finding.Grade grade) {
    return findings.stream()
        .filter(finding -> finding.grade() == grade)
        .map(
            finding ->
                new Anomaly(
                    "broken-contract",
                    Value.NIL,
                    "%s: %s. What to do: %s."
                        .formatted(finding.check(), finding.text(), finding.remedy()),
                    List.of()))
        .toList();
  }
}
