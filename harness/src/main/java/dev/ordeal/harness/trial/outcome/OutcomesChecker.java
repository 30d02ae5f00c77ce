package dev.ordeal.harness.trial.outcome;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares what clients said of updates with what was read afterwards.
 *
 * @param known the calls
 */
public record OutcomesChecker(KnownCalls known) implements Checker {
  static final String FAILED_BUT_HAPPENED = "failed-but-happened";
  public static final String ACKNOWLEDGED_BUT_LOST = "acknowledged-but-lost";
  static final String REPEATED_UPDATE = "repeated-update";
  static final String UNEXPECTED_VALUE = "unexpected-value";
  private static final int ANOMALIES_MAX = 20;

  @Override
  public String name() {
    return "outcomes";
  }

  @Override
  public String description() {
    return "did what clients said of their updates hold?";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    List<Fate> fates = Fate.of(history, known);
    long decided =
        fates.stream().filter(fate -> fate.truth().isPresent() || !fate.isSent()).count();
    Map<String, Object> facts = Map.of("updates", fates.size(), "read-back", decided);
    List<Anomaly> anomalies = new ArrayList<>();
    for (Fate fate : fates) {
      if (fate.isContradicted() && anomalies.size() < ANOMALIES_MAX) {
        anomalies.add(anomaly(fate));
      }
    }
    if (!anomalies.isEmpty()) {
      return new CheckResult(
          name(), Verdict.INVALID, Gravity.gravest(anomalies).explanation(), anomalies, facts);
    }
    long calm = fates.stream().filter(fate -> fate.during().isEmpty()).count();
    long succeeded =
        fates.stream().filter(fate -> fate.during().isEmpty() && fate.update().isOk()).count();
    if (2 * succeeded < calm) {
      return CheckResult.unknown(
          name(),
          "only %d of %d updates succeeded while there was no fault".formatted(succeeded, calm),
          facts);
    }
    return decided == fates.size()
        ? CheckResult.valid(name(), "what clients said of all updates held", facts)
        : CheckResult.unknown(
            name(),
            "%d of %d updates were not read back".formatted(fates.size() - decided, fates.size()),
            facts);
  }

  private static Anomaly anomaly(Fate fate) {
    Operation update = fate.update();
    List<Operation> witness = new ArrayList<>(List.of(update));
    witness.addAll(fate.reads());
    String during = fate.during().isEmpty() ? "" : " during " + fate.during();
    if (fate.truth().filter(seen -> seen == Seen.REPEATED).isPresent()) {
      return new Anomaly(
          REPEATED_UPDATE,
          update.key(),
          "%s%s took effect more than once".formatted(update.label(), during),
          witness);
    }
    if (fate.truth().filter(seen -> seen == Seen.OTHER).isPresent()) {
      return new Anomaly(
          UNEXPECTED_VALUE,
          update.key(),
          "after %s%s a read returned what no call wrote".formatted(update.label(), during),
          witness);
    }
    return update.isFail()
        ? new Anomaly(
            FAILED_BUT_HAPPENED,
            update.key(),
            "%s%s was reported as failed, but took effect".formatted(update.label(), during),
            witness)
        : new Anomaly(
            ACKNOWLEDGED_BUT_LOST,
            update.key(),
            ("%s%s was acknowledged, but no read shows it: the client reports a success that it did"
                    + " not see, the database lost it, or reads are stale")
                .formatted(update.label(), during),
            witness);
  }
}
