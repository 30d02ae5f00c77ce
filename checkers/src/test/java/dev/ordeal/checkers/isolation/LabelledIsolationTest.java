package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Judges histories of transactions that Elle has judged; they lie beside the checkout. What Elle
 * found must be found, and for lists, where it is complete, nothing else may be, but for fractured
 * reads, for which Elle has no search, and for what Adya makes a condition of every history.
 */
@Tag("extended")
class LabelledIsolationTest {
  private static final Path SHARED =
      Path.of(System.getProperty("ordeal.shared", "../../shared")).resolve("histories");

  /** What Elle says of itself, not of the history. */
  private static final Set<String> REMARKS =
      Set.of("cycle-search-timeout", "empty-transaction-graph");

  /** What rules out every level, though Elle may rule out only stronger ones. */
  private static final Set<String> CONDITIONS =
      Set.of("not-own-write", "incompatible-order", "garbage-read", "future-read");

  @Test
  void isAtLeastAsStrongAsElle() throws IOException {
    Path labels = SHARED.resolve("isolation.tsv");
    assumeTrue(Files.exists(labels), "no labelled histories beside the checkout: " + labels);
    List<String> lines = Files.readAllLines(labels);
    List<String> header = List.of(lines.getFirst().split("\t"));
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split("\t");
      if (!columns[header.indexOf("opts")].equals("default")) {
        continue;
      }
      Path file = SHARED.resolve("isolation").resolve(columns[0]);
      long began = System.nanoTime();
      History history = HistoryFile.read(file).history();
      CheckResult result =
          new IsolationChecker(ConsistencyModel.STRICT_SERIALIZABLE)
              .check(history, Budget.of(Duration.ofMinutes(5)));
      double seconds = (System.nanoTime() - began) / 1e9;
      if (seconds > 2) {
        System.err.printf("slow: %s %.1f s%n", columns[0], seconds);
      }
      compare(columns, header, result).stream()
          .map(problem -> columns[0] + ": " + problem)
          .forEach(wrong::add);
      judged++;
    }
    assertThat(wrong).isEmpty();
    assertThat(judged).isGreaterThan(70);
  }

  private static List<String> compare(String[] columns, List<String> header, CheckResult result) {
    List<String> wrong = new ArrayList<>();
    boolean complete = columns[header.indexOf("checker")].equals("list-append");
    Set<String> anomalies = new TreeSet<>(keywords(columns[header.indexOf("anomaly-types")]));
    anomalies.removeAll(REMARKS);
    result.anomalies().forEach(anomaly -> anomalies.remove(anomaly.name()));
    if (result.facts().get("other-anomalies") instanceof List<?> others) {
      anomalies.removeAll(others);
    }
    if (!anomalies.isEmpty()) {
      wrong.add("missing " + anomalies);
    }
    if (!(result.facts().get("levels") instanceof Map<?, ?> levels)) {
      if (result.verdict() != Verdict.UNKNOWN
          || columns[header.indexOf("valid?")].equals("false")) {
        wrong.add("no levels: " + result.reason());
      }
      return wrong;
    }
    Set<?> found =
        result.facts().get("anomaly-counts") instanceof Map<?, ?> counts
            ? counts.keySet()
            : Set.of();
    boolean isNone = !Collections.disjoint(found, CONDITIONS);
    for (String name : header.subList(8, header.size())) {
      String expected = isNone ? "false" : columns[header.indexOf(name)];
      Object actual = levels.get(ConsistencyModel.byName(name).orElseThrow().levelName());
      boolean shown = name.equals("read-atomic") && found.contains("fractured-read");
      if ((expected.equals("false") && !Boolean.FALSE.equals(actual))
          || (complete && expected.equals("true") && !Boolean.TRUE.equals(actual) && !shown)) {
        wrong.add(
            "%s is %s, not %s; %s"
                .formatted(name, actual, expected, result.facts().get("anomaly-counts")));
      }
    }
    for (String name : keywords(columns[header.indexOf("not")])) {
      if (!Boolean.FALSE.equals(
          levels.get(ConsistencyModel.byName(name).orElseThrow().levelName()))) {
        wrong.add("does not rule out " + name);
      }
    }
    for (String name : keywords(columns[header.indexOf("also-not")])) {
      if (!Boolean.FALSE.equals(
          levels.get(ConsistencyModel.byName(name).orElseThrow().levelName()))) {
        wrong.add("does not rule out " + name);
      }
    }
    return wrong;
  }

  private static List<String> keywords(String vector) {
    return Arrays.stream(vector.replaceAll("[\\[\\]:]", "").split(" "))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
