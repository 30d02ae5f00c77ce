package dev.ordeal.harness.cli.replay;

import dev.ordeal.results.run.RunInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What replays had otherwise than the recorded run: a table for people. */
public final class Differences {
  private static final String UNSAID = "–";

  private final RecordedRun recorded;
  private final List<Attempt> attempts;
  private final List<String> changes;

  /**
   * Of replays.
   *
   * @param attempts one or more
   * @param changes options that were given in place of recorded ones, a line each
   */
  public Differences(RecordedRun recorded, List<Attempt> attempts, List<String> changes) {
    this.recorded = recorded;
    this.attempts = attempts;
    this.changes = changes;
  }

  /** A row of the table. */
  private record Row(String what, String before, String now) {}

  /** The table. */
  public List<String> lines() {
    List<Row> rows = rows();
    int width = rows.stream().mapToInt(row -> row.before().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    String form = "  %-12s  %-" + width + "s  %s";
    rows.forEach(
        row -> lines.add(form.formatted(row.what(), row.before(), row.now()).stripTrailing()));
    changes.forEach(change -> lines.add("  changed       " + change));
    return lines;
  }

  private List<Row> rows() {
    List<Row> lines = new ArrayList<>();
    lines.add(new Row("", "recorded", "replays"));
    numbers(lines, "operations", facts -> facts.number("statistics", "operations"));
    numbers(lines, "rate asked", facts -> facts.number("whole-run", "rate-asked"));
    numbers(lines, "rate reached", facts -> facts.number("whole-run", "rate"));
    numbers(lines, "faults held", facts -> facts.number("faults", "held"));
    numbers(lines, "skipped", facts -> facts.size("faults", "skipped"));
    lines.add(new Row("plan", "", isPlanSame() ? "the same" : "another one"));
    TreeSet<String> names = new TreeSet<>(recorded.info().versions().keySet());
    attempts.forEach(attempt -> names.addAll(attempt.info().versions().keySet()));
    for (String name : names) {
      String before = version(recorded.info(), name);
      String now =
          attempts.stream()
              .map(attempt -> version(attempt.info(), name))
              .distinct()
              .collect(Collectors.joining(", "));
      if (!now.equals(before)) {
        lines.add(new Row(name, before, now));
      }
    }
    return lines;
  }

  /** Whether operations and faults were planned as they were recorded. */
  boolean isPlanSame() {
    String digest = recorded.info().planDigest();
    return attempts.stream().allMatch(attempt -> attempt.info().planDigest().equals(digest));
  }

  private static String version(RunInfo info, String name) {
    return Objects.requireNonNullElse(info.versions().get(name), UNSAID);
  }

  private void numbers(List<Row> lines, String what, Function<RunFacts, OptionalDouble> number) {
    String before = shown(number.apply(recorded.facts()));
    List<Double> now =
        attempts.stream()
            .map(attempt -> number.apply(attempt.facts()))
            .filter(OptionalDouble::isPresent)
            .map(OptionalDouble::getAsDouble)
            .sorted()
            .toList();
    if (now.isEmpty()) {
      lines.add(new Row(what, before, UNSAID));
      return;
    }
    String least = shown(OptionalDouble.of(now.getFirst()));
    String most = shown(OptionalDouble.of(now.getLast()));
    lines.add(new Row(what, before, least.equals(most) ? least : least + " to " + most));
  }

  private static String shown(OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%,.0f", number.getAsDouble()) : UNSAID;
  }
}
