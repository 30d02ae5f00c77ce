package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.model.Drains;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what was found among the dequeues that drains were judged as, of the drains: the processes
 * of those dequeues are in no history.
 */
final class DrainStory {
  private static final Pattern DEQUEUE =
      Pattern.compile("([Dd])equeue (#\\d+) of process (\\d+)( @ \\S+)?");
  private static final Pattern DESCRIBED =
      Pattern.compile("(#\\d+) process (\\d+)( @ \\S+)?: dequeue");

  private static final String DRAIN = "([Dd]rain #\\d+ of process \\d+(?: @ \\S+)?)";
  private static final Pattern LACKS =
      Pattern.compile(
          DRAIN + " found nothing, but (.*?) had been put in before it began (\\(.*?\\)) and ");
  private static final Pattern FALSELY_EMPTY = Pattern.compile(DRAIN + " found nothing, but ");

  private final Map<Integer, Operation> drains;

  private DrainStory(Map<Integer, Operation> drains) {
    this.drains = drains;
  }

  /**
   * The same judgement, of the operations of a history with drains.
   *
   * @param history before its drains became dequeues
   */
  static Judgement of(History history, Judgement judgement) {
    DrainStory story = new DrainStory(Drains.byProcess(history));
    return new Judgement(judgement.results().stream().map(story::told).toList());
  }

  private CheckResult told(CheckResult result) {
    return new CheckResult(
        result.checker(),
        result.verdict(),
        told(result.reason()),
        result.anomalies().stream().map(this::told).toList(),
        result.facts(),
        result.warnings().stream().map(this::told).toList());
  }

  private Anomaly told(Anomaly anomaly) {
    List<Operation> witness =
        anomaly.witness().stream()
            .map(call -> drains.getOrDefault(call.process(), call))
            .distinct()
            .toList();
    // Steps of cycles point to places in the witness; queues have no cycles.
    return anomaly.cycle().isEmpty()
        ? new Anomaly(anomaly.name(), anomaly.key(), told(anomaly.explanation()), witness)
        : anomaly;
  }

  private String told(String text) {
    String named = DEQUEUE.matcher(text).replaceAll(this::drain);
    String described = DESCRIBED.matcher(named).replaceAll(this::described);
    String lacking =
        LACKS
            .matcher(described)
            .replaceAll("$1 ended without $2, which had been put in before it" + " began $3, and ");
    return FALSELY_EMPTY.matcher(lacking).replaceAll("$1 ended as if all had been taken, but ");
  }

  private String drain(MatchResult dequeue) {
    Operation drain = drains.get(Integer.parseInt(dequeue.group(3)));
    return drain == null
        ? quoted(dequeue.group())
        : quoted("%srain %s of %s".formatted(dequeue.group(1), drain.label(), drain.caller()));
  }

  private String described(MatchResult dequeue) {
    Operation drain = drains.get(Integer.parseInt(dequeue.group(2)));
    return drain == null
        ? quoted(dequeue.group())
        : quoted("%s %s: %s".formatted(drain.label(), drain.caller(), drain.function()));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
