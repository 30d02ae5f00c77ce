package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.verdict.AnomalyKind;
import dev.ordeal.targets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/anomalies.md} has each anomaly that a checker can find. */
class AnomalyDocsTest {
  /** A name where an anomaly is made. */
  private static final Pattern MADE =
      Pattern.compile(
          "\\b(?:Anomaly|[Vv]iolated|anomaly|Problem|found|problem)\\("
              + "\\s*\"([A-Za-z0-9-]*[A-Za-z0-9])\"");

  @Test
  void theTableIsThatOfTheCheckers() throws IOException {
    String table =
        "| anomaly | what happened |\n|---|---|\n"
            + AnomalyKind.ALL.stream()
                .map(kind -> "| `%s` | %s |\n".formatted(kind.name(), kind.meaning()))
                .collect(Collectors.joining());
    GeneratedTable.assertThatPageHas("anomalies.md", table, AnomalyDocsTest.class);
  }

  @Test
  void everyAnomalyThatIsMadeIsKnown() throws IOException {
    Set<String> made = new TreeSet<>();
    for (String sources : List.of("../checkers/src/main/java", "src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(sources))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          made.addAll(
              MADE.matcher(Files.readString(file)).results().map(AnomalyDocsTest::name).toList());
        }
      }
    }
    assertThat(made).contains("stale-read", "lost-write", "node-crashed");
    assertThat(made).allSatisfy(name -> assertThat(AnomalyKind.named(name)).isPresent());
  }

  private static String name(MatchResult made) {
    return made.group(1);
  }

  @Test
  void everyAnomalyOfAPlantedBugIsKnown() {
    assertThat(Targets.REGISTRY.all())
        .flatExtracting(database -> database.bugs())
        .flatExtracting(bug -> bug.anomalies())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(AnomalyKind.named(name)).isPresent());
  }
}
