package dev.ordeal.results.verdict;

import java.util.List;

/**
 * The results of all checkers of a history, and the verdict they add up to.
 *
 * @param results one result a checker, in the order in which they were asked
 */
public record Judgement(List<CheckResult> results) {
  public Judgement {
    results = List.copyOf(results);
  }

  /** The weightiest verdict; of no checkers at all, {@code unknown}: nothing was judged. */
  public Verdict verdict() {
    return results.stream().map(CheckResult::verdict).reduce(Verdict::and).orElse(Verdict.UNKNOWN);
  }

  /** Every anomaly of every checker. */
  public List<Anomaly> anomalies() {
    return results.stream().flatMap(result -> result.anomalies().stream()).toList();
  }

  /** Every warning of every checker. */
  public List<String> warnings() {
    return results.stream().flatMap(result -> result.warnings().stream()).distinct().toList();
  }

  /** The sentence that explains the verdict best: that of the first result that weighs as much. */
  public String reason() {
    Verdict verdict = verdict();
    return results.stream()
        .filter(result -> result.verdict() == verdict)
        .map(CheckResult::reason)
        .findFirst()
        .orElse("no checker was asked");
  }
}
