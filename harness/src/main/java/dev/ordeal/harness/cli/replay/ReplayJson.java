package dev.ordeal.harness.cli.replay;

import dev.ordeal.harness.cli.replay.Attempt.Outcome;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Replays as one JSON document. */
public final class ReplayJson {
  private ReplayJson() {}

  /**
   * The document, ready for a JSON mapper.
   *
   * @param changes options that were given in place of recorded ones, a line each
   */
  public static Map<String, Object> of(
      RecordedRun recorded, Outcomes outcomes, List<String> changes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("valid", outcomes.worst().json());
    json.put("run", recorded.folder().toString());
    json.put("recorded", run(recorded.facts()));
    json.put("asked", outcomes.asked());
    json.put("replays", outcomes.attempts().size());
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.name().toLowerCase(Locale.ROOT), outcomes.count(outcome));
    }
    json.put("outcomes", counts);
    if (!outcomes.attempts().isEmpty()) {
      json.put("failed", share(outcomes.failed(), outcomes));
      Map<String, Object> anomalies = new LinkedHashMap<>();
      outcomes.anomalies().forEach((name, seen) -> anomalies.put(name, share(seen, outcomes)));
      json.put("anomalies", anomalies);
    }
    json.put("changed", changes);
    outcomes.best().ifPresent(best -> json.put("reproduce", best.info().reproduce()));
    List<Object> runs = new ArrayList<>();
    for (Attempt attempt : outcomes.attempts()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("run", attempt.folder().toString());
      one.put("seconds", attempt.seconds());
      one.put("planDigest", attempt.info().planDigest());
      one.putAll(run(attempt.facts()));
      runs.add(one);
    }
    json.put("runs", runs);
    return json;
  }

  private static Map<String, Object> run(RunFacts facts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("valid", facts.verdict().map(verdict -> verdict.json()).orElse(null));
    json.put("anomalies", facts.anomalies());
    if (facts.verdict().equals(Optional.of(Verdict.UNKNOWN))) {
      json.put("reason", facts.reason());
    }
    number(json, "operations", facts, "statistics", "operations");
    number(json, "rate-asked", facts, "whole-run", "rate-asked");
    number(json, "rate", facts, "whole-run", "rate");
    number(json, "faults-planned", facts, "faults", "planned");
    number(json, "faults-held", facts, "faults", "held");
    facts
        .size("faults", "skipped")
        .ifPresent(skipped -> json.put("faults-skipped", (long) skipped));
    return json;
  }

  private static void number(
      Map<String, Object> json, String name, RunFacts facts, String checker, String fact) {
    if (facts.fact(checker, fact).isNumber()) {
      json.put(name, facts.fact(checker, fact));
    }
  }

  private static Map<String, Object> share(int seen, Outcomes outcomes) {
    BinomialInterval interval = BinomialInterval.of(seen, outcomes.attempts().size());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("replays", seen);
    json.put("share", (double) seen / outcomes.attempts().size());
    json.put("low", interval.lower());
    json.put("high", interval.upper());
    return json;
  }
}
