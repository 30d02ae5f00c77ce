package dev.ordeal.results.report;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
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
      lines.addAll(shown(anomalies.getFirst(), judgement.reason()));
    }
    Map<String, Long> counts = judgement.counts();
    if (counts.size() > 1 || anomalies.size() > 1) {
      lines.add(
          "  anomalies, the gravest first: "
              + counts.entrySet().stream()
                  .map(count -> "%s (%d)".formatted(count.getKey(), count.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    if (judgement.verdict() == Verdict.INVALID && !judgement.holds().isEmpty()) {
      lines.add("  still holds: " + String.join(", ", judgement.holds()));
    }
    Columns operations = history.columns();
    long ok = IntStream.range(0, operations.size()).parallel().filter(operations::isOk).count();
    long fail = IntStream.range(0, operations.size()).parallel().filter(operations::isFail).count();
    lines.add(
        String.format(
            Locale.ROOT,
            "  %s, %,d ok, %,d info, %s%s",
            Count.of(operations.size(), "operation"),
            ok,
            operations.size() - ok - fail,
            Count.of(FaultWindow.of(history).size(), "fault"),
            history.recorded().times()
                ? String.format(Locale.ROOT, ", %.1f s", history.durationNanos() / 1e9)
                : ""));
    SkippedFaults.brief(judgement).ifPresent(skipped -> lines.add("  skipped    " + skipped));
    String leaders = Leaders.of(history).text();
    if (!leaders.isEmpty()) {
      lines.add("  leaders    " + leaders);
    }
    judgement.warnings().forEach(warning -> lines.add("  warning: " + warning));
    return lines;
  }

  /** The gravest anomaly: its operations, and what it is unless the reason says that already. */
  private static List<String> shown(Anomaly anomaly, String reason) {
    List<String> lines = new ArrayList<>();
    String where = anomaly.key().isNil() ? "" : " on key " + anomaly.key();
    boolean isSaid = reason.contains(anomaly.explanation());
    String end = anomaly.witness().isEmpty() ? "" : ":";
    lines.add(
        "  " + anomaly.name() + where + (isSaid ? end : ": " + anomaly.explanation().strip()));
    anomaly.witness().stream().limit(WITNESS_MAX).forEach(op -> lines.add("    " + op.describe()));
    if (anomaly.witness().size() > WITNESS_MAX) {
      lines.add(
          "    … and %d more, in the report".formatted(anomaly.witness().size() - WITNESS_MAX));
    }
    anomaly.doubt().ifPresent(doubt -> lines.add("    " + doubt));
    return lines;
  }
}
