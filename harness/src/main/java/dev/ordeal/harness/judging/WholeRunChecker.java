package dev.ordeal.harness.judging;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.JudgedTime;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
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
  /** Below this share of the rate that was asked for, the load was another than was meant. */
  private static final double RATE_SHARE_MIN = 0.25;

  /** In less time no rate is told. */
  private static final long RATE_NANOS_MIN = 1_000_000_000;

  /** Its name in {@code verdict.json}. */
  public static final String NAME = "whole-run";

  private final RunInfo run;

  public WholeRunChecker(RunInfo run) {
    this.run = run;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "unknown if the run was interrupted, killed or aborted, or if foreign code failed in it";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  /** Whether nothing is known of the run that would make it unknown. */
  boolean isWhole() {
    return end("").isEmpty() && run.problems().isEmpty();
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("state", state());
    String time = time(history, facts);
    List<String> warnings = slowLoad(history, facts);
    String end = end(time);
    if (!end.isEmpty()) {
      return CheckResult.unknown(name(), end, facts).withWarnings(warnings);
    }
    if (!run.problems().isEmpty()) {
      facts.put("problems", run.problems());
      return CheckResult.unknown(name(), foreign(), facts).withWarnings(warnings);
    }
    return CheckResult.valid(name(), "ran " + time, facts).withWarnings(warnings);
  }

  /** How long operations were made and how many a second, from a result of this checker. */
  public static String load(CheckResult result) {
    Map<String, Object> facts = result.facts();
    String seconds = number(facts, "seconds");
    String time =
        facts.containsKey("seconds-asked")
            ? seconds + " of " + number(facts, "seconds-asked") + " s"
            : seconds + " s";
    return facts.containsKey("rate")
        ? "%s, %s of %s operations a second"
            .formatted(time, number(facts, "rate"), number(facts, "rate-asked"))
        : time;
  }

  private static String number(Map<String, Object> facts, String name) {
    double value = (Double) facts.get(name);
    return String.format(Locale.ROOT, "%.0f", value);
  }

  /** Compares the operations a second that were made with those that were asked for. */
  private List<String> slowLoad(History history, Map<String, Object> facts) {
    String asked = run.options().getOrDefault(Judging.RATE, "");
    if (asked.isEmpty()) {
      return List.of();
    }
    JudgedTime judged = Judging.judgedTime(run);
    long last = 0;
    long made = 0;
    for (Operation operation : history.operations()) {
      if (operation.start() >= judged.from() && operation.start() < judged.until()) {
        last = operation.start();
        made++;
      }
    }
    if (history.durationNanos() < judged.from() + RATE_NANOS_MIN) {
      // It ended before it was warm, or soon after; that it ended early is said elsewhere.
      return List.of();
    }
    double seconds = Math.max(1, (last - judged.from()) / 1e9);
    double reached = made / seconds;
    double wanted = Double.parseDouble(asked);
    facts.put("rate", reached);
    facts.put("rate-asked", wanted);
    return reached >= RATE_SHARE_MIN * wanted
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "%.0f of the %.0f operations a second that --rate asks for were made: clients"
                    + " waited for answers; more --concurrency, or a lower --rate",
                reached,
                wanted));
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
