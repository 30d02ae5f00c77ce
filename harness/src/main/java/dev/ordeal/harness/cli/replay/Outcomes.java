package dev.ordeal.harness.cli.replay;

import dev.ordeal.harness.cli.replay.Attempt.Outcome;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How often replays failed, and how.
 *
 * @param recorded the anomalies of the recorded run, the gravest first
 * @param asked how many replays were asked for
 * @param attempts those that came to their end, in order
 */
public record Outcomes(List<String> recorded, int asked, List<Attempt> attempts) {
  public Outcomes {
    recorded = List.copyOf(recorded);
    attempts = List.copyOf(attempts);
  }

  /** The weightiest verdict; unknown if no replay came to its end. */
  public Verdict worst() {
    return attempts.stream().map(Attempt::verdict).reduce(Verdict::and).orElse(Verdict.UNKNOWN);
  }

  /** How many replays had an outcome. */
  public int count(Outcome outcome) {
    return count(attempt -> attempt.beside(recorded) == outcome);
  }

  private int count(Predicate<Attempt> wanted) {
    return (int) attempts.stream().filter(wanted).count();
  }

  /** How many were invalid. */
  public int failed() {
    return count(Outcome.SAME) + count(Outcome.OTHER);
  }

  /** In how many replays each anomaly was found, those first that were recorded. */
  public Map<String, Integer> anomalies() {
    Map<String, Integer> found = new LinkedHashMap<>();
    recorded.forEach(name -> found.put(name, 0));
    attempts.forEach(
        attempt -> attempt.facts().anomalies().forEach(name -> found.merge(name, 1, Integer::sum)));
    return found;
  }

  /**
   * The one to look at: of those that failed as recorded, else of those that failed at all, the one
   * with the fewest operations.
   */
  public Optional<Attempt> best() {
    return attempts.stream()
        .filter(attempt -> attempt.verdict() == Verdict.INVALID)
        .min(
            Comparator.comparing((Attempt attempt) -> attempt.beside(recorded))
                .thenComparingDouble(
                    a -> a.facts().number("statistics", "operations").orElse(Double.MAX_VALUE)));
  }

  /** The counts in lines. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String early = attempts.size() < asked ? " of " + asked : "";
    lines.add(
        "%d%s replay%s: %s"
            .formatted(
                attempts.size(),
                early,
                attempts.size() == 1 && early.isEmpty() ? "" : "s",
                parts().isEmpty() ? "none came to its end" : parts()));
    if (attempts.isEmpty()) {
      return lines;
    }
    int width = anomalies().keySet().stream().mapToInt(String::length).max().orElse(0);
    width = Math.max(12, width);
    lines.add(share("failed", failed(), width));
    for (Map.Entry<String, Integer> anomaly : anomalies().entrySet()) {
      String known = recorded.contains(anomaly.getKey()) ? "" : " (not recorded)";
      lines.add(share(anomaly.getKey(), anomaly.getValue(), width) + known);
    }
    return lines;
  }

  private String parts() {
    String first = recorded.isEmpty() ? "" : " as recorded (" + recorded.getFirst() + ")";
    Map<String, Integer> parts = new LinkedHashMap<>();
    parts.put("invalid" + first, count(Outcome.SAME));
    parts.put(recorded.isEmpty() ? "invalid" : "invalid otherwise", count(Outcome.OTHER));
    parts.put("unknown", count(Outcome.UNKNOWN));
    parts.put("valid", count(Outcome.VALID));
    return parts.entrySet().stream()
        .filter(part -> part.getValue() > 0)
        .map(part -> part.getValue() + " " + part.getKey())
        .collect(Collectors.joining(", "));
  }

  private String share(String what, int seen, int width) {
    int all = attempts.size();
    BinomialInterval interval = BinomialInterval.of(seen, all);
    return String.format(
        Locale.ROOT,
        "  %-" + width + "s  %d of %d, %.0f %% (95 %% confidence: %.0f to %.0f %%)",
        what,
        seen,
        all,
        100.0 * seen / all,
        100 * interval.lower(),
        100 * interval.upper());
  }
}
