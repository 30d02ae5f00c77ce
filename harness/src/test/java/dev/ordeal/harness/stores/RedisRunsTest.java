package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.harness.cli.Ordeal;
import dev.ordeal.targets.netns.NetnsNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target {@code redis}, in versions from Maven Central. */
@Tag("extended")
class RedisRunsTest {
  private static final int SEEDS_MAX = 3;

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  /** Runs a command; skips the test if the program cannot be fetched. */
  private int run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "redis"));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    int code = ordeal.run(arguments.toArray(String[]::new));
    assumeFalse(ordeal.said().contains("cannot be fetched"), ordeal.said());
    return code;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"register", "set", "counter", "queue", "lock", "ids", "list-append", "bank"})
  void keepsItsPromisesWithoutFaults(String workload) {
    int code = run("-w", workload, "--faults", "none", "--time-limit", "6s", "--nodes", "3");
    assertThat(code).as(ordeal.said()).isZero();
  }

  /** A partition that leaves the master alone: it goes on acknowledging writes, which are lost. */
  @ParameterizedTest
  @ValueSource(strings = {"7.0.15", "6.2.7"})
  void losesAcknowledgedWritesInPartitions(String version) {
    boolean isFound =
        IntStream.rangeClosed(1, SEEDS_MAX)
            .anyMatch(
                seed -> {
                  int code =
                      run(
                          "--faults",
                          "partition",
                          "--set",
                          "version=" + version,
                          "--time-limit",
                          "30s",
                          "--seed",
                          "" + seed);
                  assertThat(code).as(ordeal.said()).isIn(0, 1);
                  return code == 1;
                });
    assertThat(isFound).as(ordeal.said()).isTrue();
    assertThat(ordeal.said()).contains("stale-read");
  }

  @Test
  void runsInNamespacesOfTheNetwork() throws Exception {
    String problem = NetnsNetwork.problem();
    assumeTrue(problem.isEmpty(), problem);
    int code =
        run("--environment", "netns", "--nodes", "3", "--faults", "none", "--time-limit", "6s");
    assertThat(code).as(ordeal.said()).isZero();
  }

  @Test
  void moreReplicasThanThereAreAreRefused() {
    assertThat(run("--nodes", "3", "--set", "wait=3")).as(ordeal.said()).isEqualTo(69);
    assertThat(ordeal.said()).contains("of 3 nodes 2 are replicas");
  }
}
