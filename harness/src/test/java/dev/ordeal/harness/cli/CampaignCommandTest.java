package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.run.ChildRun;
import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ordeal campaign}. */
class CampaignCommandTest {
  private static final int CHARACTERS_MAX = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private Path out() {
    return folder.resolve("campaigns");
  }

  private String refused(String... arguments) {
    List<String> all = new ArrayList<>(List.of("campaign"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", out().toString()));
    assertThat(ordeal.run(all.toArray(String[]::new))).as(ordeal.said()).isEqualTo(64);
    String first = ordeal.err().lines().findFirst().orElseThrow();
    assertThat(first.replace(folder.toString(), "DIR").length())
        .isLessThanOrEqualTo(CHARACTERS_MAX);
    assertThat(out()).doesNotExist();
    return ordeal.err();
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("nightly.yml"), text).toString();
  }

  @Test
  void wrongOptionsAreRefusedBeforeAnythingRuns() {
    assertThat(refused("brittle")).contains("Say how much: --seeds 1..20");
    assertThat(refused("brittle", "--until-invalid")).contains("Say how much");
    assertThat(refused("brittel", "--seeds", "1")).contains("nknown target 'brittel'");
    assertThat(refused("brittle", "--seeds", "9..1")).contains("'9..1' go backwards");
    assertThat(refused("brittle", "--seeds", "1", "--seed", "2")).contains("--seeds 1..20");
    assertThat(refused("brittle", "--seeds", "1", "--shard", "5/4"))
        .contains("--shard must be K/N");
    assertThat(refused("brittle", "--seeds", "1", "--shard", "2/3"))
        .contains("none of the campaign's 1 run");
    assertThat(refused("brittle", "--seeds", "1", "--jobs", "0")).contains("--jobs must be from 1");
    assertThat(refused("brittle", "--seeds", "1", "--for", "long")).contains("'long' is no time");
    assertThat(refused("brittle", "--seeds", "1", "--bug", "none")).contains("nknown bug 'none'");
    assertThat(refused("brittle", "--seeds", "1", "--rate", "0")).contains("--rate must be above");
    assertThat(refused("brittle", "--seeds", "1", "--faults", "fire")).contains("nknown fault");
    assertThat(refused("brittle", "--seeds", "1", "--sharrd", "1")).contains("--shard?");
    assertThat(refused("missing.yml", "--seeds", "1")).contains("there is no file missing.yml");
  }

  @Test
  void wrongEntriesOfAFileAreRefusedWithTheirLines() throws IOException {
    assertThat(refused(file("seeds: 1\nruns:\n  - target: brittle\n    bug: nothing\n")))
        .contains("nightly.yml, line 4: runs.bug: Unknown bug 'nothing'");
    assertThat(refused(file("seeds: 1\nruns:\n  - target: brittel\n")))
        .contains("nightly.yml, line 3: ", "nknown target 'brittel'");
    assertThat(refused(file("seeds: 1\nruns:\n  - {target: brittle, rate: lots}\n")))
        .contains("nightly.yml, line 3: runs.rate: ", "'lots' is not a number");
    assertThat(refused(file("runs:\n  - target: brittle\n"))).contains("Say how much");
    assertThat(refused(file("rnus: []\n"))).contains("did you mean 'runs'?");
  }

  @Test
  void thePlanIsPrinted() throws IOException {
    String file =
        file("runs:\n  - {target: brittle, bug: [null, dirty-read], seeds: 3..4, nodes: 3}\n");
    assertThat(ordeal.run("campaign", file, "--rate", "20", "--plan")).isZero();
    assertThat(ordeal.out())
        .isEqualTo(
            """
                1  brittle --nodes 3 --rate 20 --seed 3
                2  brittle --bug dirty-read --nodes 3 --rate 20 --seed 3
                3  brittle --nodes 3 --rate 20 --seed 4
                4  brittle --bug dirty-read --nodes 3 --rate 20 --seed 4
            """);
  }

  @Test
  void ofAPlanWithoutAnEndEachCombinationIsPrintedOnce() throws IOException {
    String file = file("runs:\n  - {target: brittle, bug: [null, dirty-read]}\n");
    assertThat(ordeal.run("campaign", file, "--for", "2h", "--plan")).isZero();
    assertThat(ordeal.out())
        .matches(
            """
                1  brittle --seed \\d+
                2  brittle --bug dirty-read --seed \\d+
                …  the same with other seeds, as many as --for and --max-runs allow
            """);
  }

  @Test
  void somethingIsNamed() {
    assertThat(refused()).contains("Name a campaign's file or a target");
    String none = folder.toString();
    assertThat(ordeal.run("campaign", "merge", none)).as(ordeal.said()).isEqualTo(64);
    assertThat(ordeal.err()).contains("is no campaign's folder");
    assertThat(ordeal.run("campaign", "merge")).isEqualTo(64);
  }

  private List<String> arguments(String file) {
    return List.of("campaign", file, "--out", out().toString());
  }

  /** Runs with and without a bug; everything is killed once, and the campaign interrupted once. */
  @Test
  @Tag("extended")
  void goesOnWhereItWasKilledAndMakesNothingTwice() throws IOException, InterruptedException {
    String file =
        file(
            """
            seeds: 1..3
            jobs: 1
            options: {nodes: 3, time-limit: 4s, warm-up: 1s, rate: 100, faults: none}
            runs:
              - {target: brittle, workload: list-append, bug: [null, interleaved-steps]}
            """);
    ChildRun first = ChildRun.start(folder, arguments(file));
    first.awaitOnConsole(" 1/6 ", PATIENCE);
    awaitUnderWay();
    // Everything of it at once, as the end of a machine does.
    List<ProcessHandle> all = new ArrayList<>(first.handle().descendants().toList());
    first.handle().destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    first.exitCode(PATIENCE);
    assertThat(state().results()).hasSize(1);

    // SIGTERM; SIGINT may be ignored where tests run in the background.
    ChildRun second = ChildRun.start(folder, arguments(file));
    second.awaitOnConsole("run 2 was interrupted, and is made again", PATIENCE);
    second.awaitOnConsole(" 2/6 ", PATIENCE);
    second.handle().destroy();
    assertThat(second.exitCode(PATIENCE)).as(second.console()).isEqualTo(130);

    ChildRun third = ChildRun.start(folder, arguments(file));
    assertThat(third.exitCode(PATIENCE)).as(third.console()).isEqualTo(1);
    assertThat(third.console())
        .contains("Going on with ", "INVALID: 6 runs in ", "3 valid, 3 invalid")
        .contains(" list-append: incompatible-order  3/3 ");
    assertThat(state().ends().values()).hasSize(6).allMatch(attempts -> attempts.size() == 1);
    assertThat(state().over()).isEqualTo("all runs were made");
    List<Path> nights = nights();
    assertThat(nights).hasSize(1);
    for (String name : List.of("index.html", "junit.xml", "summary.md", "results.sarif")) {
      assertThat(nights.getFirst().resolve(name)).content().contains("interleaved-steps");
    }
    for (int run = 1; run <= 6; run++) {
      Path runs = nights.getFirst().resolve("runs").resolve("%04d".formatted(run));
      for (RunFolder each : RunFolder.all(runs)) {
        assertThat(each.info().state()).isNotEqualTo("running");
        assertThat(FaultJournal.openEntries(each.faults())).isEmpty();
      }
      assertThat(RunFolder.all(runs).getFirst().info().state()).isEqualTo("finished");
    }
    assertThat(ChildRun.list(folder).all()).isEmpty();
  }

  private List<Path> nights() throws IOException {
    try (var folders = Files.list(out().resolve("nightly"))) {
      return folders.filter(f -> !Files.isSymbolicLink(f) && CampaignLog.isIn(f)).toList();
    }
  }

  private CampaignState state() throws IOException {
    return CampaignState.read(out().resolve("nightly").resolve("latest")).orElseThrow();
  }

  /** Until the second run has a cluster. */
  private void awaitUnderWay() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Path second = out().resolve("nightly").resolve("latest").resolve("runs").resolve("0002");
    while (true) {
      Optional<RunFolder> run = RunFolder.all(second).stream().findFirst();
      if (run.isPresent() && Files.exists(run.get().history())) {
        return;
      }
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
