package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.harness.cli.Ordeal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The target {@code rqlite}, and with it a database whose nodes know each other by one address, as
 * child processes.
 */
@Tag("extended")
class RqliteRunsTest {
  private static final int SEEDS_MAX = 3;

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private int run(String... more) {
    return ordeal("run", more);
  }

  private int ordeal(String command, String... more) {
    StoreRelease release = StoreRelease.of("rqlite");
    assumeTrue(release.problem().isEmpty(), release.problem());
    List<String> arguments = new ArrayList<>(List.of(command, "rqlite", "--nodes", "3"));
    arguments.addAll(List.of("--set", "archive=" + release.archive()));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return ordeal.run(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"set", "counter", "queue", "lock", "ids", "list-append", "bank"})
  void keepsItsPromisesWithoutFaults(String workload) {
    int code = run("-w", workload, "--faults", "none", "--time-limit", "5s");
    assertThat(code).as(ordeal.said()).isZero();
  }

  /** Reads of level {@code strong} go through Raft's log, as writes do. */
  @Test
  void isLinearizableWhileNodesAreKilledAndPaused() {
    int code = run("--set", "reads=strong", "--time-limit", "15s", "--seed", "1");
    assertThat(code).as(ordeal.said()).isZero();
    assertThat(ordeal.said()).contains("clients through embedded Toxiproxy");
  }

  /** They ask the connected node only. */
  @Test
  void readsOfLevelNoneAreStale() {
    boolean isFound =
        IntStream.rangeClosed(1, SEEDS_MAX)
            .anyMatch(
                seed -> {
                  int code = run("--set", "reads=none", "--time-limit", "15s", "--seed", "" + seed);
                  assertThat(code).as(ordeal.said()).isIn(0, 1, 2);
                  return code == 1;
                });
    assertThat(isFound).as(ordeal.said()).isTrue();
    assertThat(ordeal.said()).contains("stale-read");
  }

  /** No proxy is between its nodes there, so a partition would be none. */
  @ParameterizedTest
  @ValueSource(strings = {"partition", "latency"})
  void faultsOfLinksAreRefusedWhereNoProxyIsBetweenNodes(String fault) {
    assertThat(run("--faults", fault, "--time-limit", "5s")).as(ordeal.said()).isEqualTo(69);
    assertThat(ordeal.said()).contains("nodes of rqlite know each other by one address");
  }

  /** Its nodes are not cut off there. */
  @Test
  void itsClientsKeepTheirContract() {
    assertThat(ordeal("try")).as(ordeal.said()).isZero();
    assertThat(ordeal.said()).contains("Updates while n1 was killed and paused:");
  }
}
