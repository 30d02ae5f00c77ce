package dev.ordeal.harness.cli.compare;

import dev.ordeal.harness.cli.replay.RunFacts;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Two runs in two columns, in lines of at most 80 characters. */
public final class SideBySide {
  private static final int LABEL = 16;
  private static final int CELL = 30;
  private static final String NOT_RECOVERED = "not before the next fault";
  private static final int RECOVERIES_MAX = 20;
  private static final String NONE = "–";

  private final ComparedRun left;
  private final ComparedRun right;
  private final List<String> lines = new ArrayList<>();

  private SideBySide(ComparedRun left, ComparedRun right) {
    this.left = left;
    this.right = right;
  }

  /** The table. */
  public static List<String> lines(ComparedRun left, ComparedRun right) {
    SideBySide table = new SideBySide(left, right);
    table.whatWasRun();
    table.whatWasFound();
    table.load();
    table.faults();
    return table.lines;
  }

  private void whatWasRun() {
    row("run", run -> run.folder().path().getFileName().toString());
    row("target", run -> run.info().target());
    row("workload", run -> run.info().workload());
    row("environment", run -> run.info().environment());
    row("seed", run -> Long.toString(run.info().seed()));
    String digest = left.info().planDigest();
    boolean isSame = digest != null && digest.equals(right.info().planDigest());
    cells("plan", isSame ? "the same" : "", isSame ? "the same" : "another one");
    differing(run -> run.info().options());
    differing(run -> run.info().versions());
  }

  /** Only what is not the same. */
  private void differing(Function<ComparedRun, Map<String, String>> values) {
    Set<String> names = new TreeSet<>(values.apply(left).keySet());
    names.addAll(values.apply(right).keySet());
    for (String name : names) {
      String before = String.valueOf(values.apply(left).getOrDefault(name, NONE));
      String now = String.valueOf(values.apply(right).getOrDefault(name, NONE));
      if (!before.equals(now)) {
        cells(name, before, now);
      }
    }
  }

  private void whatWasFound() {
    row("state", run -> run.info().state());
    row("verdict", run -> run.facts().verdict().map(Verdict::name).orElse(NONE));
    row("anomalies", run -> joined(run.facts().anomalies()));
    if (!left.facts().holds().isEmpty() || !right.facts().holds().isEmpty()) {
      row("levels kept", run -> joined(run.facts().holds()));
    }
  }

  private void load() {
    for (String count : new String[] {"operations", "ok", "fail", "info"}) {
      row(
          count,
          run ->
              run.counts().containsKey(count)
                  ? String.format(Locale.ROOT, "%,d", run.counts().get(count))
                  : NONE);
    }
    row("rate reached", run -> number(run.facts().number("whole-run", "rate"), 1, "%,.0f"));
    row("rate asked", run -> number(run.facts().number("whole-run", "rate-asked"), 1, "%,.0f"));
    Set<String> functions = new TreeSet<>(left.latencies().keySet());
    functions.addAll(right.latencies().keySet());
    for (String function : functions) {
      for (String quantile : new String[] {"p50", "p95", "p99", "max"}) {
        row(
            function + " " + quantile,
            run -> {
              Double millis = run.latencies().getOrDefault(function, Map.of()).get(quantile);
              return millis == null ? NONE : String.format(Locale.ROOT, "%,.1f ms", millis);
            });
      }
    }
    row("served", run -> share(run.facts(), "ok-share"));
    row("without faults", run -> share(run.facts(), "ok-share-without-faults"));
    row("during faults", run -> share(run.facts(), "ok-share-during-faults"));
  }

  private void faults() {
    row(
        "faults held",
        run ->
            number(run.facts().number("faults", "held"), 1, "%.0f")
                + " of "
                + number(run.facts().number("faults", "planned"), 1, "%.0f"));
    Set<String> kinds = new LinkedHashSet<>(left.facts().fact("faults", "kinds").propertyNames());
    kinds.addAll(right.facts().fact("faults", "kinds").propertyNames());
    for (String kind : kinds) {
      row(
          "  " + kind,
          run -> {
            JsonNode row = run.facts().fact("faults", "kinds").path(kind);
            return row.isMissingNode()
                ? NONE
                : "%d of %d".formatted(row.path("held").asInt(0), row.path("planned").asInt(0));
          });
    }
    boolean isSamePlan = left.info().planDigest().equals(right.info().planDigest());
    if (isSamePlan) {
      recoveries();
    }
    row(
        "worst recovery",
        run -> number(run.facts().number("availability", "worst-recovery-ms"), 1, "%,.0f ms"));
    if (!isSamePlan) {
      worstOfKinds();
    }
  }

  private void recoveries() {
    int most = Math.max(recoveries(left).size(), recoveries(right).size());
    for (int i = 0; i < Math.min(most, RECOVERIES_MAX); i++) {
      int number = i;
      row("recovery " + (i + 1), run -> recovery(recoveries(run).path(number)));
    }
    if (most > RECOVERIES_MAX) {
      lines.add("… and %d more recoveries, in --json".formatted(most - RECOVERIES_MAX));
    }
  }

  /** For runs of other plans, whose faults have nothing to do with each other one by one. */
  private void worstOfKinds() {
    Set<String> kinds = new TreeSet<>();
    recoveries(left).forEach(one -> kinds.add(one.path("fault").asString("?")));
    recoveries(right).forEach(one -> kinds.add(one.path("fault").asString("?")));
    kinds.forEach(kind -> row("  " + kind, run -> worst(run, kind)));
  }

  private static String worst(ComparedRun run, String kind) {
    double worst = -1;
    for (JsonNode one : recoveries(run)) {
      if (one.path("fault").asString("?").equals(kind)) {
        JsonNode millis = one.path("recovery-ms");
        if (!millis.isNumber()) {
          return NOT_RECOVERED;
        }
        worst = Math.max(worst, millis.asDouble());
      }
    }
    return worst < 0 ? NONE : String.format(Locale.ROOT, "%,.0f ms", worst);
  }

  private static JsonNode recoveries(ComparedRun run) {
    return run.facts().fact("availability", "recoveries");
  }

  private static String recovery(JsonNode row) {
    if (row.isMissingNode()) {
      return NONE;
    }
    JsonNode millis = row.path("recovery-ms");
    String time =
        millis.isNumber()
            ? String.format(Locale.ROOT, "%,.0f ms", millis.asDouble())
            : NOT_RECOVERED;
    return row.path("fault").asString("?") + ": " + time;
  }

  private static String share(RunFacts facts, String name) {
    return number(facts.number("availability", name), 100, "%.1f %%");
  }

  private static String number(OptionalDouble value, double factor, String form) {
    return value.isPresent()
        ? String.format(Locale.ROOT, form, factor * value.getAsDouble())
        : NONE;
  }

  private static String joined(List<String> names) {
    return names.isEmpty() ? NONE : String.join(", ", names);
  }

  private void row(String label, Function<ComparedRun, String> cell) {
    cells(label, cell.apply(left), cell.apply(right));
  }

  private void cells(String label, String before, String now) {
    List<String> first = broken(label, LABEL);
    List<String> second = broken(before == null ? NONE : before, CELL);
    List<String> third = broken(now == null ? NONE : now, CELL);
    int height = Math.max(first.size(), Math.max(second.size(), third.size()));
    String form = "%-" + LABEL + "s  %-" + CELL + "s  %s";
    for (int i = 0; i < height; i++) {
      lines.add(form.formatted(at(first, i), at(second, i), at(third, i)).stripTrailing());
    }
  }

  private static String at(List<String> parts, int number) {
    return number < parts.size() ? parts.get(number) : "";
  }

  /** A text in lines of so many characters, broken after a space, comma or hyphen if it can be. */
  static List<String> broken(String text, int columns) {
    List<String> parts = new ArrayList<>();
    String rest = text.replaceAll("\\s", " ");
    while (rest.length() > columns) {
      int end = columns;
      while (end > 1 && " ,-/".indexOf(rest.charAt(end - 1)) < 0) {
        end--;
      }
      end = end == 1 ? columns : end;
      parts.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end);
    }
    parts.add(rest);
    return parts;
  }
}
