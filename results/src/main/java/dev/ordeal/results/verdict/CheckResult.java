package dev.ordeal.results.verdict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one checker says of one history.
 *
 * @param checker its name
 * @param verdict its conclusion
 * @param reason one sentence; for {@code unknown} what was not decided and what would help
 * @param anomalies what was found; empty unless invalid
 * @param facts further results by name: numbers, texts, lists and maps of these
 */
public record CheckResult(
    String checker,
    Verdict verdict,
    String reason,
    List<Anomaly> anomalies,
    Map<String, Object> facts) {

  public CheckResult {
    anomalies = List.copyOf(anomalies);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  public static CheckResult valid(String checker, String reason, Map<String, Object> facts) {
    return new CheckResult(checker, Verdict.VALID, reason, List.of(), facts);
  }

  public static CheckResult unknown(String checker, String reason, Map<String, Object> facts) {
    return new CheckResult(checker, Verdict.UNKNOWN, reason, List.of(), facts);
  }
}
