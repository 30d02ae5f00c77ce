package dev.ordeal.results.report;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Judgement;
import java.util.Comparator;
import java.util.List;

/** The gravest anomaly in one line: what was seen, where, when, and what faults held. */
final class Headline {
  private static final int DID_MAX = 60;
  private static final int FAULTS_MAX = 2;

  private Headline() {}

  /** Empty if there is no anomaly, or none that operations show. */
  static String of(History history, Judgement judgement) {
    if (judgement.anomalies().isEmpty() || judgement.anomalies().getFirst().witness().isEmpty()) {
      return "";
    }
    Anomaly gravest = judgement.anomalies().getFirst();
    // That which was called last: the one that could still have been right.
    Operation last =
        gravest.witness().stream().max(Comparator.comparingLong(Operation::start)).orElseThrow();
    boolean isOfKey = !gravest.key().isNil();
    String did =
        isOfKey && last.key().equals(gravest.key())
            ? (last.function() + " " + last.said()).strip()
            : last.did();
    return "%s%s: %s (%s%s)%s%s"
        .formatted(
            gravest.name(),
            isOfKey ? " on key " + gravest.key() : "",
            did.length() > DID_MAX ? did.substring(0, DID_MAX - 1) + "…" : did,
            last.label(),
            last.node().isEmpty() ? "" : " at " + last.node(),
            history.recorded().times() ? ", " + Timeline.seconds(last.start()) + " s" : "",
            faults(history, last));
  }

  private static String faults(History history, Operation op) {
    List<String> held =
        FaultWindow.of(history).stream()
            .filter(fault -> fault.start() <= op.end() && fault.end() >= op.start())
            .map(FaultWindow::description)
            .toList();
    if (held.isEmpty()) {
      return "";
    }
    int more = held.size() - FAULTS_MAX;
    return "; "
        + String.join("; ", held.subList(0, Math.min(held.size(), FAULTS_MAX)))
        + (more > 0 ? "; %d more faults".formatted(more) : "");
  }
}
