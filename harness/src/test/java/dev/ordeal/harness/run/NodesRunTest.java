package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.results.report.TextSummary;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.Targets;
import dev.ordeal.workloads.Workloads;
import dev.ordeal.workloads.generator.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with nodes that end by themselves or do not come back, and with nodes that live. */
class NodesRunTest {
  @TempDir private Path runs;

  private final List<String> console = new CopyOnWriteArrayList<>();

  private Run.Result run(List<String> bugs, String schedule) throws Exception {
    Path file = Files.writeString(runs.resolve("schedule.yml"), schedule);
    ScheduleFile faults = ScheduleFile.read(file, new Seed(1));
    RunOptions options =
        RunOptions.of("brittle", "register", runs)
            .faults(faults.types())
            .timeLimit(Duration.ofSeconds(6))
            .seed(42)
            .bugs(bugs)
            .recoveryTime(Duration.ofSeconds(2))
            .schedule(Optional.of(faults))
            .build();
    Watcher watcher =
        new SilentWatcher() {
          @Override
          public void note(String text) {
            console.add(text);
          }
        };
    Run run =
        new Run(
            options,
            Targets.byName("brittle", Map.of()).orElseThrow(),
            Workloads.byName("register").orElseThrow(),
            watcher,
            new Stop());
    return run.execute(RunFolder.create(runs, "brittle-register", Instant.now(), 42));
  }

  private static CheckResult of(Run.Result result, String checker) {
    return result.judgement().results().stream()
        .filter(r -> r.checker().equals(checker))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> anomalies(Run.Result result) {
    return result.judgement().anomalies().stream().map(a -> a.name()).distinct().toList();
  }

  @Test
  void aNodeThatPanicsIsACrashInConsoleVerdictJUnitXmlAndReport() throws Exception {
    Run.Result result =
        run(List.of("panics"), "- {at: 1s, for: 1s, fault: latency, on: [n1, n2, n3]}\n");
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(anomalies(result)).contains("node-crashed", "logged-panic", "not-recovered");
    assertThat(console)
        .anyMatch(line -> line.contains("node n3 ended by itself: exit status 2; last log line: "));
    for (String name : List.of("verdict.json", "junit.xml", "report.html")) {
      assertThat(Files.readString(result.folder().path().resolve(name)))
          .as(name)
          .contains("node-crashed", "Node n3 ended by itself", "panic: node n3");
    }
    assertThat(of(result, "nodes").anomalies().getFirst().witness())
        .isNotEmpty()
        .allMatch(call -> call.node().equals("n3"));
  }

  @Test
  void aNodeThatStaysAwayAfterAKillIsNotRecovered() throws Exception {
    Run.Result result =
        run(List.of("never-rejoins"), "- {at: 2s, for: 1s, fault: kill, on: [n2]}\n");
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(anomalies(result)).containsExactly("not-recovered");
    assertThat(of(result, "nodes").reason()).contains("1 of 3 nodes", "n2: isReady is false");
    assertThat(console).anyMatch(line -> line.startsWith("Not recovered: node n2"));
  }

  @Test
  void killsRestartsAndPausesAreNoCrashes() throws Exception {
    Run.Result result =
        run(
            List.of(),
            """
            - {at: 500ms, for: 1s, fault: kill, on: [n1, n2]}
            - {at: 2s, for: 500ms, fault: restart, on: [n3]}
            - {at: 3s, for: 2s, fault: crash-loop, on: [n2]}
            - {at: 3s, for: 1s, fault: pause, on: [n1]}
            """);
    assertThat(of(result, "nodes").verdict())
        .as(of(result, "nodes").reason())
        .isEqualTo(Verdict.VALID);
    assertThat(of(result, "logs").verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.history().events())
        .allMatch(event -> event.byNemesis() == event.node().isEmpty());
    assertThat(result.history().events().stream().map(Event::node).distinct())
        .contains("n1", "n2", "n3");
    Leaders leaders = Leaders.of(result.history());
    assertThat(leaders.terms()).isNotEmpty();
    assertThat(TextSummary.lines(result.history(), result.judgement()))
        .contains("  leaders    " + leaders.text());
  }
}
