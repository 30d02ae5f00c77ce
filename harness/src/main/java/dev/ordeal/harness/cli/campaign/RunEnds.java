package dev.ordeal.harness.cli.campaign;

import dev.ordeal.harness.campaign.PlannedRun;
import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.ShortText;
import dev.ordeal.harness.cli.replay.RunFacts;
import dev.ordeal.results.campaign.Ending;
import dev.ordeal.results.campaign.RunEnd;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Reads how a run ended from its exit code, its folder, and what it printed. */
final class RunEnds {
  private static final int CAUSE_MAX = 60;
  private static final int REASON_MAX = 1_000;

  /** Anomalies whose explanations, and not operations, say what happened. */
  private static final Set<String> EXPLAINED =
      Set.of("node-crashed", "logged-panic", "log-pattern", "not-recovered");

  private final Path campaign;

  RunEnds(Path campaign) {
    this.campaign = campaign;
  }

  /**
   * Of a run.
   *
   * @param of its run folder; empty if it made none
   * @param text what is said in place of a reason; empty to find one
   */
  RunEnd of(
      PlannedRun run,
      int attempt,
      int code,
      double seconds,
      Optional<RunFolder> of,
      Path console,
      String text)
      throws IOException {
    RunFolder folder = of.orElse(null);
    RunInfo info = info(folder);
    Ending ending = Ending.of(code);
    RunFacts facts = folder == null ? null : RunFacts.of(folder.verdict());
    boolean hasVerdict = ending.isJudged() && facts != null && facts.verdict().isPresent();
    String reason = hasVerdict ? facts.reason() : failure(code, info, console);
    reason = ShortText.of(Redaction.text(text.isEmpty() ? reason : text), REASON_MAX);
    return new RunEnd(
        run.number(),
        attempt,
        run.subject(),
        run.label(),
        run.seed(),
        code,
        seconds,
        folder == null ? "" : relative(folder.path()),
        relative(console),
        hasVerdict ? facts.anomalies() : List.of(),
        cause(ending, hasVerdict ? facts : null, reason),
        reason,
        hasVerdict ? (long) facts.number("statistics", "operations").orElse(0) : 0,
        hasVerdict ? held(facts) : Map.of(),
        hasVerdict ? (int) facts.number("nodes", "leader-changes").orElse(0) : 0,
        info == null ? "" : info.reproduce());
  }

  private String relative(Path path) throws IOException {
    return campaign.toRealPath().relativize(path.toRealPath()).toString();
  }

  private static RunInfo info(RunFolder folder) {
    try {
      return folder == null ? null : folder.info();
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static Map<String, Integer> held(RunFacts facts) {
    Map<String, Integer> held = new TreeMap<>();
    facts
        .fact("faults", "kinds")
        .properties()
        .forEach(kind -> held.put(kind.getKey(), kind.getValue().path("held").asInt(0)));
    held.values().removeIf(count -> count == 0);
    return held;
  }

  /** What distinguishes failures with the same anomalies, without the numbers of a single run. */
  private static String cause(Ending ending, RunFacts facts, String reason) {
    if (ending == Ending.VALID) {
      return "";
    }
    if (ending != Ending.INVALID) {
      return general(reason);
    }
    String gravest = facts == null ? "" : facts.anomalies().stream().findFirst().orElse("");
    if (EXPLAINED.contains(gravest)) {
      for (JsonNode checker : facts.document().path("checkers")) {
        for (JsonNode anomaly : checker.path("anomalies")) {
          if (gravest.equals(anomaly.path("name").asString(""))) {
            return general(anomaly.path("explanation").asString(""));
          }
        }
      }
    }
    return "";
  }

  private static String general(String text) {
    return ShortText.of(text.replaceAll("\\d+([.,]\\d+)*", "N"), CAUSE_MAX);
  }

  private static String failure(int code, RunInfo info, Path console) throws IOException {
    if (info != null && !info.reason().isEmpty()) {
      return info.reason();
    }
    String last = ShortText.lastLine(console, REASON_MAX);
    if (code == ExitCodes.UNAVAILABLE || code == ExitCodes.USAGE || code == ExitCodes.INTERNAL) {
      return last.isEmpty() ? "exit code " + code + ", and nothing was printed" : last;
    }
    return "the run's process ended with code %d%s"
        .formatted(code, last.isEmpty() ? "" : "; it last printed: " + last);
  }
}
