package dev.ordeal.results.verdict;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  /** Every anomaly of every checker, the gravest first. */
  public List<Anomaly> anomalies() {
    return results.stream()
        .flatMap(result -> result.anomalies().stream())
        .sorted(Gravity.FIRST)
        .toList();
  }

  /** The strongest levels that still hold, by name; empty if no checker says any. */
  public List<String> holds() {
    return results.stream().flatMap(result -> names(result.facts().get("holds"))).toList();
  }

  /** The names of all anomalies with how often they were found, the gravest first. */
  public Map<String, Long> counts() {
    Map<String, Long> found = new LinkedHashMap<>();
    anomalies().forEach(anomaly -> found.merge(anomaly.name(), 1L, Long::sum));
    for (CheckResult result : results) {
      if (result.facts().get("anomaly-counts") instanceof Map<?, ?> counts) {
        counts.forEach(
            (name, count) -> found.merge(name.toString(), ((Number) count).longValue(), Math::max));
      }
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    Gravity.sorted(found.keySet()).forEach(name -> sorted.put(name, found.get(name)));
    return sorted;
  }

  private static Stream<String> names(Object fact) {
    return fact instanceof List<?> names ? names.stream().map(Object::toString) : Stream.empty();
  }

  /** Every warning of every checker. */
  public List<String> warnings() {
    return results.stream().flatMap(result -> result.warnings().stream()).distinct().toList();
  }

  /**
   * The sentence that explains the verdict best: that of the result with the gravest anomaly, or
   * else of the first result that weighs as much.
   */
  public String reason() {
    Verdict verdict = verdict();
    return results.stream()
        .filter(result -> result.verdict() == verdict)
        .min(Comparator.comparing(Judgement::gravest, Comparator.nullsLast(Gravity.FIRST)))
        .map(CheckResult::reason)
        .orElse("no checker was asked");
  }

  private static Anomaly gravest(CheckResult result) {
    return result.anomalies().isEmpty() ? null : Gravity.gravest(result.anomalies());
  }
}
