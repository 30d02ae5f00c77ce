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
 * @param warnings what weakens the result without changing the verdict, a sentence each
 */
public record CheckResult(
    String checker,
    Verdict verdict,
    String reason,
    List<Anomaly> anomalies,
    Map<String, Object> facts,
    List<String> warnings) {

  public CheckResult {
    warnings = List.copyOf(warnings);
    anomalies = List.copyOf(anomalies);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** One without warnings. */
  public CheckResult(
      String checker,
      Verdict verdict,
      String reason,
      List<Anomaly> anomalies,
      Map<String, Object> facts) {
    this(checker, verdict, reason, anomalies, facts, List.of());
  }

  /** The same, with warnings. */
  public CheckResult withWarnings(List<String> newWarnings) {
    return new CheckResult(checker, verdict, reason, anomalies, facts, newWarnings);
  }

  /** The same for another reason, which says more. */
  public CheckResult saying(String newReason) {
    return new CheckResult(checker, verdict, newReason, anomalies, facts, warnings);
  }

  public static CheckResult valid(String checker, String reason, Map<String, Object> facts) {
    return new CheckResult(checker, Verdict.VALID, reason, List.of(), facts);
  }

  public static CheckResult unknown(String checker, String reason, Map<String, Object> facts) {
    return new CheckResult(checker, Verdict.UNKNOWN, reason, List.of(), facts);
  }
}
