package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.consistency.ConsistencyModel;
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

  /**
   * The judgement, with the option behind the reason of its first result and in its facts.
   *
   * @param level what the history would keep with it
   */
  static Judgement option(Judgement judgement, String option, ConsistencyModel level) {
    CheckResult result = judgement.results().getFirst();
    Map<String, Object> facts = new LinkedHashMap<>(result.facts());
    facts.put(FACT, option);
    List<CheckResult> results = new ArrayList<>(judgement.results());
    results.set(
        0,
        new CheckResult(
            result.checker(),
            result.verdict(),
            "%s With %s it would be %s.".formatted(result.reason(), option, level.levelName()),
            result.anomalies(),
            facts,
            result.warnings()));
    return new Judgement(results);
  }
}
