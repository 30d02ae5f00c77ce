package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ordeal.harness.cli.Ordeal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target {@code postgresql}, in versions from Maven Central. */
@Tag("extended")
class PostgresqlRunsTest {
  private static final int SEEDS_MAX = 3;

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  /** Runs a command; skips the test if an artifact cannot be fetched. */
  private int checked(String... arguments) {
    int code = ordeal.run(arguments);
    assumeFalse(ordeal.said().contains("cannot be fetched"), ordeal.said());
    return code;
  }

  private int run(String workload, String level, String faults, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "postgresql", "-w", workload));
    arguments.addAll(List.of("--consistency", level, "--faults", faults, "--rate", "2000"));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return checked(arguments.toArray(String[]::new));
  }

  /** Jepsen found it in 2020; 12.4 has it no more. Chance decides whether a run meets it. */
  @Test
  void version12Point3IsNotSerializable() {
    boolean isFound =
        IntStream.rangeClosed(1, SEEDS_MAX)
            .anyMatch(
                seed -> {
                  int code =
                      run(
                          "list-append",
                          "serializable",
                          "none",
                          "--seed",
                          "" + seed,
                          "--set",
                          "version=12.3.0",
                          "--concurrency",
                          "60",
                          "--time-limit",
                          "10s");
                  assertThat(code).as(ordeal.said()).isIn(0, 1);
                  return code == 1 && ordeal.said().contains("G2-item");
                });
    assertThat(isFound).isTrue();
  }

  @Test
  void repeatableReadIsSnapshotIsolationAndNotSerializable() {
    int code =
        run(
            "write-skew",
            "snapshot-isolation",
            "none",
            "--set",
            "isolation=repeatable-read",
            "--time-limit",
            "4s");
    assertThat(code).as(ordeal.said()).isZero();
    String latest = folder.resolve("runs/latest").toString();
    assertThat(checked("check", latest, "--consistency", "serializable"))
        .as(ordeal.said())
        .isEqualTo(1);
    assertThat(ordeal.said()).contains("G2-item");
  }

  @Test
  void whatWasCommittedOutlivesKillsOfAllItsProcesses() {
    int code = run("list-append", "serializable", "kill,pause", "--time-limit", "10s");
    assertThat(code).as(ordeal.said()).isZero();
  }
}
