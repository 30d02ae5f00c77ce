package dev.ordeal.harness.cli.replay;

import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Verdict;
import java.util.List;

/**
 * A replay that came to its end.
 *
 * @param seconds from its start to its verdict
 * @param info what {@code run.json} says of it
 */
public record Attempt(RunFolder folder, RunInfo info, RunFacts facts, double seconds) {
  /** What a replay is beside the recorded run. */
  public enum Outcome {
    /** Invalid, with the gravest anomaly that was recorded. */
    SAME,
    /** Invalid, without it. */
    OTHER,
    UNKNOWN,
    VALID
  }

  public Verdict verdict() {
    return facts.verdict().orElse(Verdict.UNKNOWN);
  }

  /** What it is beside a run with these anomalies, the gravest first. */
  public Outcome beside(List<String> recorded) {
    return switch (verdict()) {
      case VALID -> Outcome.VALID;
      case UNKNOWN -> Outcome.UNKNOWN;
      case INVALID ->
          recorded.stream().limit(1).anyMatch(facts.anomalies()::contains)
              ? Outcome.SAME
              : Outcome.OTHER;
    };
  }
}
