package dev.ordeal.results.report;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    Columns operations = history.columns();
    long ok = IntStream.range(0, operations.size()).parallel().filter(operations::isOk).count();
    long fail = IntStream.range(0, operations.size()).parallel().filter(operations::isFail).count();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,d operations, %,d ok, %,d info, %d faults, %.1f s",
            operations.size(),
            ok,
            operations.size() - ok - fail,
            FaultWindow.of(history).size(),
            history.durationNanos() / 1e9));
    judgement.warnings().forEach(warning -> lines.add("  warning: " + warning));
    return lines;
  }
}
