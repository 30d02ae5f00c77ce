package dev.ordeal.checkers.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Judges histories whose verdict is known from elsewhere; they lie beside the checkout. */
@Tag("extended")
class LabelledHistoriesTest {
  private static final Path SHARED =
      Path.of(System.getProperty("ordeal.shared", "../../shared")).resolve("histories");

  @Test
  void givesTheKnownVerdict() throws IOException {
    Path labels = SHARED.resolve("linearizability.tsv");
    assumeTrue(Files.exists(labels), "no labelled histories beside the checkout: " + labels);
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (String line : Files.readAllLines(labels).stream().skip(1).toList()) {
      String[] columns = line.split("\t");
      long began = System.nanoTime();
      History history = HistoryFile.read(SHARED.resolve(columns[0])).history();
      Model<?> model =
          Models.guess(history).orElseThrow(() -> new AssertionError("no model for " + columns[0]));
      CheckResult result =
          new LinearizabilityChecker(model).check(history, Budget.of(Duration.ofMinutes(10)));
      Verdict expected = Boolean.parseBoolean(columns[2]) ? Verdict.VALID : Verdict.INVALID;
      double seconds = (System.nanoTime() - began) / 1e9;
      judged++;
      if (seconds > 2) {
        System.err.printf("slow: %s %.1f s%n", columns[0], seconds);
      }
      if (result.verdict() != expected) {
        wrong.add(
            "%s: %s, not %s: %s"
                .formatted(columns[0], result.verdict(), expected, result.reason()));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(judged).isGreaterThan(100);
  }
}
