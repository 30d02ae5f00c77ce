package dev.ordeal.results.report;

import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Planned faults that were left out, each with when and why, as the checker of faults says. */
final class SkippedFaults {
  /** The name of the result's fact: a list of texts. */
  private static final String FACT = "skipped";

  private SkippedFaults() {}

  /** All, in the order of the plan. */
  static List<String> of(Judgement judgement) {
    return judgement.results().stream().flatMap(SkippedFaults::of).toList();
  }

  private static Stream<String> of(CheckResult result) {
    return result.checker().equals("faults") && result.facts().get(FACT) instanceof List<?> skipped
        ? skipped.stream().map(Object::toString)
        : Stream.empty();
  }

  /** The first of them, and how many there are more; nothing if there are none. */
  static Optional<String> brief(Judgement judgement) {
    List<String> all = of(judgement);
    String more = all.size() > 1 ? " (and %d more, in the report)".formatted(all.size() - 1) : "";
    return all.stream().findFirst().map(first -> first + more);
  }
}
