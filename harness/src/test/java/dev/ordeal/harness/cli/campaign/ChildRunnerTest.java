package dev.ordeal.harness.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.campaign.PlannedRun;
import dev.ordeal.results.campaign.Ending;
import dev.ordeal.results.campaign.RunEnd;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in processes of their own that end before they have a run folder. */
class ChildRunnerTest {
  private static final Path SAVED = Path.of("src/test/resources/golden/run");

  @TempDir private Path folder;

  private static PlannedRun planned() {
    return new PlannedRun(
        1, 0, List.of("none-such", "--seed", "7"), "x", "x", 7, Duration.ofMinutes(2));
  }

  private void earlierAttempt() throws Exception {
    Path run = folder.resolve("runs/0001/brittle-register/2026-11-29T11-25-52.671Z-7");
    Files.createDirectories(run);
    for (String name : List.of("run.json", "verdict.json", "history.jsonl")) {
      Files.copy(SAVED.resolve(name), run.resolve(name));
    }
    assertThat(RunFolder.all(folder.resolve("runs/0001"))).hasSize(1);
  }

  @Test
  void anAttemptWithoutAFolderIsNotGivenThatOfAnEarlierOne() throws Exception {
    earlierAttempt();
    List<ProcessId> noted = new ArrayList<>();
    RunEnd end = new ChildRunner(folder, run -> "").run(planned(), 2, noted::add).orElseThrow();
    assertThat(end.ending()).isEqualTo(Ending.REFUSED);
    assertThat(end.reason()).contains("nknown target 'none-such'");
    assertThat(end.folder()).isEmpty();
    assertThat(end.reproduce()).isEmpty();
    assertThat(noted).hasSize(1);
    assertThat(folder.resolve(end.console())).content().contains("none-such");
  }

  @Test
  void whatCouldNotBeUndoneIsSaid() throws Exception {
    earlierAttempt();
    RunEnd end =
        new ChildRunner(folder, run -> "n1 still runs").run(planned(), 2, id -> {}).orElseThrow();
    assertThat(end.reason()).isEqualTo("n1 still runs");
  }

  @Test
  void nothingBeginsOnceItIsStopped() throws Exception {
    ChildRunner runner = new ChildRunner(folder, run -> "");
    runner.stop();
    assertThat(runner.run(planned(), 1, id -> {})).isEmpty();
    assertThat(folder.resolve("runs/0001")).isEmptyDirectory();
  }
}
