package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.bisect.VersionedStore;
import dev.ordeal.harness.run.ChildRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first version with an anomaly, by replays of real runs. */
@Execution(ExecutionMode.CONCURRENT)
class BisectCommandTest {
  private static final Path SAVED = Path.of("src/test/resources/golden/run");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int CHARACTERS_MAX = 200;

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private String refused(String... arguments) {
    List<String> all = new ArrayList<>(List.of("bisect", SAVED.toString()));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    assertThat(ordeal.run(all.toArray(String[]::new))).as(ordeal.said()).isEqualTo(64);
    String said = ordeal.err();
    assertThat(said.lines().findFirst().orElseThrow().length()).isLessThanOrEqualTo(CHARACTERS_MAX);
    return said;
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    assertThat(refused()).contains("--versions");
    assertThat(refused("--versions", "1")).contains("--versions needs two or more");
    assertThat(refused("--versions", "1,,2")).contains("--versions needs two or more");
    assertThat(refused("--versions", "1,2,1")).contains("names a version twice");
    assertThat(refused("--versions", "1,2", "--confidence", "1")).contains("from 0.5 to 0.9999");
    assertThat(refused("--versions", "1,2", "--times", "0")).contains("--times and --at-most");
    assertThat(refused("--versions", "1,2", "--option=--imag")).contains("no such option");
  }

  @Test
  void whatAReplayRefusesEndsTheSearchAtOnce() {
    assertThat(refused("--versions", "1,2")).contains("--set version: target brittle knows");
    assertThat(folder.resolve("out").resolve("latest")).doesNotExist();
  }

  private int run(String bug, String more) {
    List<String> all =
        new ArrayList<>(List.of("run", VersionedStore.class.getName(), "--set", "bug=" + bug));
    all.addAll(List.of(more.split(" ")));
    all.addAll(List.of("--nodes", "3", "--time-limit", "3s", "--warm-up", "0s", "--seed", "1"));
    all.addAll(List.of("--faults", "none", "--out", folder.resolve("runs").toString()));
    return ordeal.run(all.toArray(String[]::new));
  }

  @Test
  @Tag("extended")
  void theVersionIsFoundAlthoughTheSearchWasKilled() throws Exception {
    assertThat(run("follower-read", "--set version=6 --set since=4 --set missing=2"))
        .as(ordeal.said())
        .isEqualTo(1);
    List<String> bisect =
        List.of(
            "bisect",
            "--trust",
            folder.resolve("runs").resolve("latest").toString(),
            "--versions",
            "1,2,3,4,5,6",
            "--confidence",
            "0.9",
            "--out",
            folder.resolve("runs").toString());
    ChildRun child = ChildRun.start(folder, bisect);
    try {
      child.awaitOnConsole("\n1  VALID", PATIENCE);
      child.handle().destroyForcibly();
      child.exitCode(PATIENCE);
    } finally {
      child.handle().destroyForcibly();
    }
    ChildRun again = ChildRun.start(folder, bisect);
    try {
      again.awaitOnConsole("replays are remembered in", PATIENCE);
      again.awaitOnConsole("VALID", PATIENCE);
      // SIGTERM; SIGINT may be ignored where tests run in the background.
      again.handle().destroy();
      assertThat(again.exitCode(PATIENCE)).as(again.console()).isEqualTo(130);
    } finally {
      again.handle().destroyForcibly();
    }
    assertThat(again.console()).contains("the same command goes on");
    ChildRun last = ChildRun.start(folder, bisect);
    try {
      assertThat(last.exitCode(PATIENCE)).as(last.console()).isZero();
    } finally {
      last.handle().destroyForcibly();
    }
    assertThat(last.console())
        .contains("First version with stale-read: 4 (", "; 3 before it: 0 of ", "  reproduce  ");
    assertLeftNothing(folder);
  }

  @Test
  @Tag("extended")
  void versionsThatDoNotStartAreSaid() throws IOException {
    assertThat(run("follower-read", "--set version=3 --set since=3 --set missing=2"))
        .as(ordeal.said())
        .isEqualTo(1);
    Path runs = folder.resolve("runs");
    Path recorded = runs.resolve("latest").toRealPath();
    int code =
        ordeal.run(
            "bisect",
            recorded.toString(),
            "--versions",
            "1,2,3",
            "--confidence",
            "0.8",
            "--out",
            runs.toString(),
            "--json");
    assertThat(code).as(ordeal.said()).isEqualTo(69);
    assertThat(ordeal.out()).contains("\"candidates\":[\"2\",\"3\"]", "\"found\":false");
  }

  private static void assertLeftNothing(Path folder) throws IOException {
    try (var states = Files.list(folder.resolve("runs").resolve("bisect"))) {
      assertThat(states.toList())
          .hasSize(1)
          .allSatisfy(state -> assertThat(state.resolve("process")).doesNotExist());
    }
    assertThat(ChildRun.list(folder).all()).isEmpty();
  }
}
