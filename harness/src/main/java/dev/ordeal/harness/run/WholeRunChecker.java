package dev.ordeal.harness.run;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.CheckResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a run was whole: it reached its time limit, and no foreign code failed in it. One that
 * was interrupted, killed or aborted is {@code unknown} at best: what it did not do was not tested.
 *
 * <p>Reads what {@code run.json} says, so a saved run is judged as it was when it ended.
 */
public final class WholeRunChecker implements Checker {
  private final RunInfo run;

  public WholeRunChecker(RunInfo run) {
    this.run = run;
  }

  @Override
  public String name() {
    return "whole-run";
  }

  @Override
  public String description() {
    return "unknown if the run was interrupted, killed or aborted, or if foreign code failed in it";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("state", state());
    String time = time(history, facts);
    String end = end(time);
    if (!end.isEmpty()) {
      return CheckResult.unknown(name(), end, facts);
    }
    if (!run.problems().isEmpty()) {
      facts.put("problems", run.problems());
      return CheckResult.unknown(name(), foreign(), facts);
    }
    return CheckResult.valid(name(), "ran " + time, facts);
  }

  /**
   * The state of the run; {@code killed} if its control process is gone without having ended it.
   */
  private String state() {
    return run.isAbandoned() ? "killed" : run.state();
  }

  private String end(String time) {
    String why = run.reason().isEmpty() ? "" : ": " + run.reason();
    return switch (state()) {
      case "finished" -> "";
      case "running" -> "the run has not ended yet: " + time;
      case "killed" -> "the control process was killed after " + time;
      case "interrupted" -> "the run was interrupted after " + time + why;
      case "aborted" -> "the run was aborted after " + time + why;
      default -> "the run failed after " + time + why;
    };
  }

  private String foreign() {
    List<String> problems = run.problems();
    String more = problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1);
    return "foreign code failed: " + problems.getFirst() + more;
  }

  /** How long operations were begun, of how long they should have been. */
  private String time(History history, Map<String, Object> facts) {
    double last = 0;
    for (Event event : history.events().reversed()) {
      if (event.process() != Event.NEMESIS) {
        last = event.time() / 1e9;
        break;
      }
    }
    String limit = run.options().getOrDefault(Judging.TIME_LIMIT, "");
    if (limit.isEmpty()) {
      facts.put("seconds", last);
      return String.format(Locale.ROOT, "%.0f s", last);
    }
    double asked = Durations.parse(limit).toMillis() / 1e3;
    double reached = Math.min(last, asked);
    facts.put("seconds", reached);
    facts.put("seconds-asked", asked);
    return String.format(Locale.ROOT, "%.0f of %.0f s", reached, asked);
  }
}
