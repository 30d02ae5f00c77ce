package dev.ordeal.harness.cli.check;

import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says of a violation with which option it would be none. */
final class ExplainedBy {
  /** The fact that names the option. */
  static final String FACT = "explained-by";

  private ExplainedBy() {}

  /** The judgement, with the option behind the reason of its first result and in its facts. */
  static Judgement option(Judgement judgement, String option) {
    CheckResult result = judgement.results().getFirst();
    Map<String, Object> facts = new LinkedHashMap<>(result.facts());
    facts.put(FACT, option);
    List<CheckResult> results = new ArrayList<>(judgement.results());
    results.set(
        0,
        new CheckResult(
            result.checker(),
            result.verdict(),
            result.reason() + " With " + option + " it would be linearizable.",
            result.anomalies(),
            facts));
    return new Judgement(results);
  }
}
