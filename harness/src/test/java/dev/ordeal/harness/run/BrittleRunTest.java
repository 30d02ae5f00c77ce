package dev.ordeal.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.Main;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.schedule.FaultTypes;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.Targets;
import dev.ordeal.workloads.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Whole runs on a cluster of processes: silent without a bug, and not with one. */
@Isolated("no process of this JVM may be left")
class BrittleRunTest {
  @TempDir private Path runs;

  private Run.Result run(List<String> bugs, List<FaultType> faults, int threads, double rate)
      throws Exception {
    RunOptions options =
        RunOptions.of("brittle", "register", runs)
            .faults(faults)
            .threads(threads)
            .rate(rate)
            .timeLimit(Duration.ofSeconds(8))
            .seed(42)
            .bugs(bugs)
            .build();
    Run run =
        new Run(
            options,
            Targets.byName("brittle", Map.of()).orElseThrow(),
            Workloads.byName("register").orElseThrow(),
            new SilentWatcher(),
            new Stop());
    return run.execute(RunFolder.create(runs, "brittle-register", Instant.now(), 42));
  }

  @Test
  void withoutABugItIsSilentAndLeavesNothingBehind() throws Exception {
    Run.Result result = run(List.of(), List.of(fault("partition"), fault("kill")), 6, 200);
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.VALID);
    assertThat(FaultJournal.openEntries(result.folder().faults())).isEmpty();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    for (String name : List.of("run.json", "verdict.json", "report.html", "junit.xml")) {
      assertThat(result.folder().path().resolve(name)).exists();
    }
    assertThat(Files.readString(result.folder().report())).contains("VALID", "uPlot");
  }

  @Test
  void aPlantedBugIsFound() throws Exception {
    Run.Result result = run(List.of("non-atomic-cas"), List.of(fault("latency")), 30, 3_000);
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.INVALID);
    List<String> shown = result.judgement().anomalies().stream().map(a -> a.name()).toList();
    assertThat(shown).containsAnyElementsOf(anomaliesOf("non-atomic-cas"));
    String report = Files.readString(result.folder().report());
    String folder = result.folder().path().toString();
    assertThat(Main.commandLine().execute("check", "--consistency", "read-your-writes", folder))
        .isBetween(0, 1);
    assertThat(Files.readString(result.folder().report())).isEqualTo(report);
  }

  /** Of a key the gravest is named, and which that is depends on the moment. */
  private static List<String> anomaliesOf(String bug) {
    return Targets.byName("brittle", Map.of()).orElseThrow().bugs().stream()
        .filter(each -> each.name().equals(bug))
        .flatMap(each -> each.anomalies().stream())
        .toList();
  }

  private static FaultType fault(String name) {
    return FaultTypes.get(name);
  }
}
