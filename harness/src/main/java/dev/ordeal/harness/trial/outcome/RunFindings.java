package dev.ordeal.harness.trial.outcome;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Remedies;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the run under faults showed, with what to do about it. */
public final class RunFindings {
  private static final Map<String, String> BY_ANOMALY =
      Map.of(
          OutcomesChecker.FAILED_BUT_HAPPENED,
          "throw DefiniteFailure (or answer false) only where the node refused this very request;"
              + " let every other exception pass, for the outcome is unknown",
          OutcomesChecker.ACKNOWLEDGED_BUT_LOST,
          "let the exception pass where no answer came; if the client saw the node's answer, the"
              + " database lost the update or its reads are stale: see the report",
          OutcomesChecker.REPEATED_UPDATE,
          "switch off retries of updates in the client, in its library and in the database",
          OutcomesChecker.UNEXPECTED_VALUE,
          "answer reads with what is stored for this very object, as it was written");

  private static final Map<String, String> BY_CHECKER =
      Map.of(
          "faults",
          "see which fault struck nothing: launch has to return the command of the node itself, and"
              + " to give it its peers' addresses by NodeView.address(peer, port)",
          "outcomes",
          "let clients read again within a few seconds once a fault is undone, and update while"
              + " there is none; if they do, "
              + Remedies.AGAIN,
          "whole-run",
          "let no method of the target throw or block: the run folder's ordeal.log has the place",
          "nodes",
          "see that nodes live on while others fail, and come back after a kill: nodes/ in the run"
              + " folder has their logs",
          "logs",
          "mend what the node's log says; what is normal is left out by --ignore-log in runs");

  private static final String ELSE = "see the report";

  private RunFindings() {}

  /** Of each result that is not valid, one finding for each kind of anomaly. */
  public static List<Finding> of(List<CheckResult> results) {
    List<Finding> findings = new ArrayList<>();
    for (CheckResult result : results) {
      // What single clients showed was said when it was seen.
      if (result.checker().equals(ContractChecker.NAME)) {
        continue;
      }
      if (result.verdict() == Verdict.UNKNOWN) {
        findings.add(
            Finding.unknown(
                result.checker(),
                result.reason(),
                BY_CHECKER.getOrDefault(result.checker(), ELSE)));
      } else if (result.verdict() == Verdict.INVALID) {
        findings.addAll(wrong(result));
      }
    }
    return findings;
  }

  private static List<Finding> wrong(CheckResult result) {
    String byChecker = BY_CHECKER.getOrDefault(result.checker(), ELSE);
    if (result.anomalies().isEmpty()) {
      return List.of(Finding.wrong(result.checker(), result.reason(), byChecker));
    }
    List<Finding> findings = new ArrayList<>();
    for (String name : result.anomalies().stream().map(Anomaly::name).distinct().toList()) {
      Anomaly first =
          result.anomalies().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
      findings.add(
          Finding.wrong(name, first.explanation(), BY_ANOMALY.getOrDefault(name, byChecker)));
    }
    return findings;
  }
}
