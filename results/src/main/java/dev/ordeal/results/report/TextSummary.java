package dev.ordeal.results.report;

import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The end of a run in a dozen lines. */
public final class TextSummary {
  private static final int WITNESS_MAX = 6;

  private TextSummary() {}

  public static List<String> lines(History history, Judgement judgement) {
    List<String> lines = new ArrayList<>();
    lines.add(judgement.verdict().name() + ": " + judgement.reason());
    List<Anomaly> anomalies = judgement.anomalies();
    if (!anomalies.isEmpty()) {
      Anomaly first = anomalies.getFirst();
      String where = first.key().isNil() ? "" : " on key " + first.key();
      lines.add("  " + first.name() + where + ":");
      first.witness().stream().limit(WITNESS_MAX).forEach(op -> lines.add("    " + op.describe()));
      if (anomalies.size() > 1) {
        Map<String, Long> counts =
            anomalies.stream().collect(Collectors.groupingBy(Anomaly::name, Collectors.counting()));
        lines.add("  " + anomalies.size() + " anomalies in all: " + counts);
      }
    }
    long ok = history.operations().stream().filter(Operation::isOk).count();
    long info = history.operations().stream().filter(Operation::isInfo).count();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,d operations, %,d ok, %,d info, %d faults, %.1f s",
            history.operations().size(),
            ok,
            info,
            FaultWindow.of(history).size(),
            history.durationNanos() / 1e9));
    return lines;
  }
}
