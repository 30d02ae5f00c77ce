package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.ProcessorLimits;
import dev.ordeal.targets.ability.ResourceLimit;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill and pause strike all processes of databases that hide them. */
@Tag("extended")
@Execution(ExecutionMode.CONCURRENT)
class StoresTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A server has at least a master process, and four for its own work. */
  private static final int POSTGRES_PROCESSES_MIN = 5;

  private static final int SESSIONS = 3;

  static List<String> everywhere() {
    return StorePlace.ENVIRONMENTS;
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void killAndPauseStrikeEveryProcess(String environment) throws Exception {
    for (StoreRelease release : List.of(RedisDaemons.RELEASE, PostgreSql.RELEASE)) {
      assumeTrue(release.problem().isEmpty(), release.problem());
    }
    String problem = StorePlace.problem(environment);
    assumeTrue(problem.isEmpty(), problem);
    try (StorePlace place = StorePlace.make(environment)) {
      strikes(place, new RedisDaemons(), 2);
      strikes(place, new PostgreSql(), POSTGRES_PROCESSES_MIN + SESSIONS);
    }
  }

  private static void strikes(StorePlace place, Database database, int least) throws Exception {
    String runId = "stores-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Path run = place.folder().resolve(database.name());
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String name : List.of("n1", "n2", "n3")) {
      folders.put(name, Files.createDirectories(run.resolve(name)));
    }
    List<StoreProcesses> all;
    try (FaultJournal journal = FaultJournal.open(run.resolve("faults.jsonl"));
        Cluster cluster =
            Environments.start(
                place.environment(),
                place.settings(),
                new ClusterSetup(
                    database,
                    runId,
                    folders,
                    journal,
                    new EmbeddedToxiproxy(1),
                    List.of(),
                    Set.of(ProcessorLimits.class)))) {
      cluster.awaitReady(PATIENCE);
      all = place.processes(runId, run);
      strikes(cluster, all.get(1), least);
    }
    for (StoreProcesses node : all) {
      assertThat(node.states()).isEmpty();
    }
    assertThat(FaultJournal.openEntries(run.resolve("faults.jsonl"))).isEmpty();
  }

  private static void strikes(Cluster cluster, StoreProcesses seen, int least) throws Exception {
    List<RegisterClient> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add((RegisterClient) cluster.client(RegisterClient.class, "n2").orElseThrow());
    }
    assertThat(seen.states()).hasSizeGreaterThanOrEqualTo(least);
    assertFound(cluster, seen);

    cluster.ability(Processes.class).pause("n2");
    assertThat(seen.states()).hasSizeGreaterThanOrEqualTo(least);
    assertThat(seen.states().values()).containsOnly('T');
    assertFound(cluster, seen);
    cluster.ability(Processes.class).resume("n2");
    assertThat(seen.states().values()).isNotEmpty().doesNotContain('T');
    assertThat(cluster.awaitEnd("n2", Duration.ZERO)).isEmpty();
    if (cluster.missing(ProcessorLimits.class).isEmpty()) {
      cluster
          .ability(ProcessorLimits.class)
          .limit("n2", "fault1", new ResourceLimit.Processor(0.5));
      String limited =
          cluster
              .ability(ProcessorLimits.class)
              .limitSeen("n2", "fault1")
              .lines()
              .findFirst()
              .orElseThrow();
      assertThat(Integer.parseInt(limited.strip())).isGreaterThanOrEqualTo(least);
      cluster.ability(ProcessorLimits.class).release("n2", "fault1");
    }

    // Those that are stopped neither see that their parent died nor end by themselves.
    cluster.ability(Processes.class).pause("n2");
    cluster.ability(Processes.class).kill("n2");
    assertThat(seen.states()).isEmpty();
    assertThat(cluster.ability(Processes.class).processes("n2")).isEmpty();
    for (RegisterClient session : sessions) {
      session.close();
    }

    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
    assertThat(cluster.awaitEnd("n2", Duration.ZERO)).isEmpty();
    assertThat(seen.states()).isNotEmpty();
    cluster.ability(Processes.class).stop("n2", Duration.ofSeconds(10));
    assertThat(seen.states()).isEmpty();
    cluster.ability(Processes.class).start("n2");
    cluster.awaitReady(PATIENCE);
  }

  /** A process may begin or end between the two looks. */
  private static void assertFound(Cluster cluster, StoreProcesses seen) throws IOException {
    List<NodeProcess> found = List.of();
    for (int look = 0; look < 50 && found.size() != seen.states().size(); look++) {
      found = cluster.ability(Processes.class).processes("n2");
    }
    assertThat(found).hasSameSizeAs(seen.states().keySet());
  }
}
