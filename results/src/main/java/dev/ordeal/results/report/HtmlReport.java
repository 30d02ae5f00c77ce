package dev.ordeal.results.report;

import static java.util.stream.Collectors.joining;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Quantiles;
import dev.ordeal.results.history.fault.ClockOffsets;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.AnomalyKind;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report of a run: one page that opens from disk and needs no network. */
public final class HtmlReport {
  private static final int ANOMALIES_MAX = 10;

  /** The fact of a result that holds the operations a second under load. */
  private static final String RATE = "rate";

  private HtmlReport() {}

  /** The whole page. */
  public static String of(RunInfo info, History history, Judgement judgement) {
    return of(
        new Subject(
            info.target() + " · " + info.workload(),
            "%s · seed %d · %s, environment %s"
                .formatted(
                    info.started(),
                    info.seed(),
                    Count.of(info.nodes().size(), "node"),
                    info.environment()),
            info.reproduce(),
            options(info)),
        history,
        judgement);
  }

  /**
   * The page of a history that belongs to no run.
   *
   * @param name what it is called
   * @param command how it was judged
   * @param notes what was noted when it was read
   */
  public static String ofFile(
      String name, String command, List<String> notes, History history, Judgement judgement) {
    List<ReportPage.Row> rows =
        notes.stream().map(note -> new ReportPage.Row("note", note)).toList();
    return of(new Subject(name, "a history from a file", command, rows), history, judgement);
  }

  /** What a page is about. */
  private record Subject(
      String title, String subtitle, String reproduce, List<ReportPage.Row> options) {}

  private static String of(Subject subject, History history, Judgement judgement) {
    List<Anomaly> anomalies = judgement.anomalies();
    String verdict = judgement.verdict().name();
    Set<Operation> drawn = new LinkedHashSet<>();
    List<ReportPage.AnomalyView> views =
        anomalies.stream().limit(ANOMALIES_MAX).map(a -> view(history, a, drawn)).toList();
    ReportPage page =
        new ReportPage(
            subject.title(),
            verdict,
            verdict.toLowerCase(Locale.ROOT),
            judgement.reason(),
            Headline.of(history, judgement),
            subject.subtitle(),
            subject.reproduce(),
            cards(history, judgement),
            views,
            anomalies.size() > ANOMALIES_MAX
                ? (anomalies.size() - ANOMALIES_MAX) + " more are not shown."
                : "",
            judgement.counts().entrySet().stream()
                .map(count -> "%s (%d)".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", ")),
            judgement.verdict() == Verdict.INVALID ? String.join(", ", judgement.holds()) : "",
            judgement.results().stream().map(HtmlReport::view).toList(),
            sampling(history),
            history.recorded().times(),
            LeaderRows.areAny(history),
            !ClockOffsets.of(history).nanos().isEmpty(),
            functions(history),
            errors(history),
            faults(history, judgement),
            SkippedFaults.of(judgement),
            NodeEvents.of(history),
            Leaders.of(history).text(),
            subject.options(),
            ChartData.json(history, drawn),
            css(),
            resource("charts.js"),
            resource("drawings.js"),
            resource("filters.js"),
            resource("uPlot.min.css"),
            resource("uPlot.iife.min.js"));
    return Printable.of(new ReportPageRenderer(null, HtmlText::escaped).execute(page));
  }

  private static ReportPage.CheckerView view(CheckResult result) {
    String warnings =
        result.warnings().stream().map(warning -> "; warning: " + warning).collect(joining());
    return new ReportPage.CheckerView(
        result.checker(), result.verdict().name(), result.reason() + warnings);
  }

  /** Operations a second: under load, where a checker says so, as everywhere else. */
  private static double rate(History history, Judgement judgement) {
    double seconds = Math.max(0.001, history.durationNanos() / 1e9);
    return judgement.results().stream()
        .map(result -> result.facts().get(RATE))
        .filter(Double.class::isInstance)
        .map(Double.class::cast)
        .findFirst()
        .orElse(history.operations().size() / seconds);
  }

  private static List<ReportPage.Row> cards(History history, Judgement judgement) {
    List<Operation> operations = history.operations();
    long ok = operations.stream().filter(Operation::isOk).count();
    boolean hasTimes = history.recorded().times();
    double seconds = Math.max(0.001, history.durationNanos() / 1e9);
    int keys =
        history.columns().hasTransactions()
            ? history.columns().pool().microOps().keyCount()
            : history.operationsByKey().size();
    return List.of(
        new ReportPage.Row("operations", String.format(Locale.ROOT, "%,d", operations.size())),
        new ReportPage.Row(
            "ended ok",
            operations.isEmpty() ? "–" : number(100.0 * ok / operations.size(), 1) + " %"),
        new ReportPage.Row(
            "operations a second", hasTimes ? number(rate(history, judgement), 0) : "–"),
        new ReportPage.Row("seconds", hasTimes ? number(seconds, 1) : "–"),
        new ReportPage.Row("faults", Integer.toString(FaultWindow.of(history).size())),
        new ReportPage.Row("keys", Integer.toString(keys)));
  }

  private static ReportPage.AnomalyView view(
      History history, Anomaly anomaly, Set<Operation> drawn) {
    Timeline.Drawing timeline = Timeline.of(history, anomaly);
    drawn.addAll(anomaly.witness());
    drawn.addAll(timeline.operations());
    return new ReportPage.AnomalyView(
        anomaly.name(),
        AnomalyKind.named(anomaly.name()).map(AnomalyKind::meaning).orElse(""),
        anomaly.key().isNil() ? "" : " on key " + anomaly.key(),
        Stream.concat(Stream.of(anomaly.explanation()), anomaly.doubt().stream())
            .collect(Collectors.joining(" ")),
        CycleDrawing.svg(anomaly),
        anomaly.cycle().stream()
            .map(
                step ->
                    new ReportPage.StepView(
                        step.because(),
                        anomaly.witness().get(step.from()).label(),
                        anomaly.witness().get(step.to()).label()))
            .toList(),
        timeline.svg(),
        anomaly.witness().stream()
            .map(
                op ->
                    new ReportPage.WitnessView(
                        op.invocation().index(),
                        op.describe(),
                        seconds(history, op.start()),
                        op.completion().map(e -> seconds(history, e.time())).orElse("never")))
            .toList());
  }

  private static String seconds(History history, long nanos) {
    return history.recorded().times() ? Timeline.seconds(nanos) : "–";
  }

  private static String sampling(History history) {
    int count = history.operations().size();
    return count > ChartData.POINTS_MAX
        ? "One in %d of %,d operations is shown; the history has them all."
            .formatted(ChartData.stride(history), count)
        : "";
  }

  private static List<ReportPage.FunctionView> functions(History history) {
    Map<String, List<Operation>> byFunction = new TreeMap<>();
    history
        .operations()
        .forEach(op -> byFunction.computeIfAbsent(op.function(), f -> new ArrayList<>()).add(op));
    List<ReportPage.FunctionView> views = new ArrayList<>();
    byFunction.forEach(
        (name, operations) -> {
          double[] millis =
              operations.stream()
                  .filter(op -> op.completion().isPresent() && history.recorded().times())
                  .mapToDouble(op -> (op.completion().get().time() - op.start()) / 1e6)
                  .sorted()
                  .toArray();
          views.add(
              new ReportPage.FunctionView(
                  name,
                  count(operations, Event.Type.OK),
                  count(operations, Event.Type.FAIL),
                  count(operations, Event.Type.INFO),
                  quantile(millis, 50),
                  quantile(millis, 95),
                  quantile(millis, 99),
                  quantile(millis, 100)));
        });
    return views;
  }

  private static long count(List<Operation> operations, Event.Type type) {
    return operations.stream().filter(op -> op.outcome() == type).count();
  }

  private static String quantile(double[] sorted, int percent) {
    return sorted.length == 0 ? "–" : number(Quantiles.of(sorted, percent), 1);
  }

  private static List<ReportPage.Row> errors(History history) {
    Map<String, Long> counts = new TreeMap<>();
    for (Operation op : history.operations()) {
      op.completion()
          .map(Event::error)
          .filter(e -> !e.isEmpty())
          .ifPresent(e -> counts.merge(op.outcome().wireName() + ": " + e, 1L, Long::sum));
    }
    return counts.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .limit(20)
        .map(e -> new ReportPage.Row(e.getKey(), e.getValue().toString()))
        .toList();
  }

  private static List<ReportPage.FaultView> faults(History history, Judgement judgement) {
    List<FaultWindow> windows = FaultWindow.of(history);
    List<String> recoveries = Recoveries.of(judgement, windows);
    List<ReportPage.FaultView> faults = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      FaultWindow window = windows.get(i);
      faults.add(
          new ReportPage.FaultView(
              Timeline.seconds(window.start()),
              Timeline.seconds(window.end()),
              window.description(),
              recoveries.get(i)));
    }
    return faults;
  }

  private static List<ReportPage.Row> options(RunInfo info) {
    List<ReportPage.Row> rows = new ArrayList<>();
    info.options().forEach((name, value) -> rows.add(new ReportPage.Row(name, value)));
    rows.add(new ReportPage.Row("plan digest", info.planDigest()));
    info.versions().forEach((name, value) -> rows.add(new ReportPage.Row(name, value)));
    return rows;
  }

  /** The styles of all pages. */
  public static String css() {
    return resource("report.css");
  }

  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
