package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.activity.FaultsChecker;
import dev.ordeal.harness.run.ChildRun;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs with databases that hide their processes, also those that are killed. */
@Tag("extended")
@Execution(ExecutionMode.CONCURRENT)
class StoreRunsTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The control process is killed while one node is dead and another stopped. */
  private static final String KILLED_IN_THE_MIDDLE =
      """
      - {at: 500ms, for: 60s, fault: kill, on: [n1]}
      - {at: 1s, for: 60s, fault: pause, on: [n2]}
      """;

  private static ChildRun run(StorePlace place, Class<? extends Database> store, List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", store.getName(), "-w", "register"));
    arguments.addAll(place.options());
    arguments.addAll(List.of("--nodes", "3", "--rate", "50", "--warm-up", "0s"));
    arguments.addAll(List.of("--out", place.folder().resolve("runs").toString()));
    arguments.addAll(more);
    return ChildRun.start(place.folder(), arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "process, PostgreSql, 1",
    "netns, RedisDaemons, 2",
    "docker, RedisDaemons, 3",
    "ssh, PostgreSql, 4"
  })
  void nothingIsLeftAfterKill9AndHeal(String environment, String store, String seed)
      throws Exception {
    requireReleases();
    String problem = StorePlace.problem(environment);
    assumeTrue(problem.isEmpty(), problem);
    Class<? extends Database> database =
        Class.forName(getClass().getPackageName() + "." + store).asSubclass(Database.class);
    try (StorePlace place = StorePlace.make(environment)) {
      Path schedule = place.folder().resolve("schedule.yml");
      Files.writeString(schedule, KILLED_IN_THE_MIDDLE);
      ChildRun run =
          run(
              place,
              database,
              List.of("--schedule", schedule.toString(), "--time-limit", "60s", "--seed", seed));
      try {
        isKilledAndHealed(place, run);
      } finally {
        run.handle().destroyForcibly();
        if (!ChildRun.list(place.folder()).all().isEmpty()) {
          heal(place);
        }
      }
    }
  }

  private static void isKilledAndHealed(StorePlace place, ChildRun run) throws Exception {
    run.awaitOnConsole("pause n2", LIMIT);
    String id = run.folder().info().id();
    List<StoreProcesses> nodes = place.processes(id, run.folder().path().resolve("nodes"));
    awaitStopped(nodes.get(1));
    run.handle().destroyForcibly();
    run.exitCode(LIMIT);
    assertThat(nodes.get(0).states()).as("killed").isEmpty();
    assertThat(nodes.get(1).states().values()).as("left, stopped").isNotEmpty();
    assertThat(nodes.get(2).states()).as("left").isNotEmpty();

    delete(place.folder().resolve("runs"));
    String healed = heal(place);
    assertThat(healed).contains(id);
    for (StoreProcesses node : nodes) {
      assertThat(node.states()).as(healed).isEmpty();
    }
    assertThat(ChildRun.list(place.folder()).all()).isEmpty();
  }

  private static String heal(StorePlace place) throws Exception {
    ChildRun heal = ChildRun.start(place.folder(), List.of("heal", "--all"));
    assertThat(heal.exitCode(LIMIT)).as(heal.console()).isZero();
    return heal.console();
  }

  private static void awaitStopped(StoreProcesses node) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (node.states().isEmpty() || node.states().values().stream().anyMatch(s -> s != 'T')) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** Nodes that run write meanwhile. */
  private static void delete(Path folder) throws Exception {
    for (int attempt = 0; attempt < 20 && Files.exists(folder); attempt++) {
      new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
    }
    assertThat(folder).doesNotExist();
  }

  private static void requireReleases() {
    Stream.of(RedisDaemons.RELEASE, PostgreSql.RELEASE)
        .forEach(release -> assumeTrue(release.problem().isEmpty(), release.problem()));
  }

  @Test
  void faultsHoldInARunOfRedis() throws Exception {
    requireReleases();
    try (StorePlace place = StorePlace.make("process")) {
      ChildRun run =
          run(
              place,
              RedisDaemons.class,
              List.of("--faults", "kill,pause", "--time-limit", "12s", "--seed", "7"));
      // Replication is asynchronous: a failover may lose writes, and that is INVALID.
      assertThat(run.exitCode(LIMIT)).as(run.console()).isIn(0, 1);
      History history = HistoryFile.read(run.folder().history()).history();
      assertThat(new FaultsChecker().check(history, Budget.of(LIMIT)).verdict())
          .as(run.console())
          .isEqualTo(Verdict.VALID);
      assertThat(FaultWindow.of(history)).extracting(FaultWindow::kind).contains("kill", "pause");
      assertThat(history.operations()).anyMatch(call -> call.isOk());
    }
  }
}
