package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ordeal.harness.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The target {@code postgresql}, in versions from Maven Central. */
@Tag("extended")
class PostgresqlRunsTest {
  private static final int SEEDS_MAX = 3;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int ordeal(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(arguments);
    assumeFalse(said().contains("cannot be fetched"), said());
    return code;
  }

  private String said() {
    return out + "\n" + err;
  }

  private int run(String workload, String level, String faults, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "postgresql", "-w", workload));
    arguments.addAll(List.of("--consistency", level, "--faults", faults, "--rate", "2000"));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return ordeal(arguments.toArray(String[]::new));
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
                  assertThat(code).as(said()).isIn(0, 1);
                  return code == 1 && said().contains("G2-item");
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
    assertThat(code).as(said()).isZero();
    String latest = folder.resolve("runs/latest").toString();
    assertThat(ordeal("check", latest, "--consistency", "serializable")).as(said()).isEqualTo(1);
    assertThat(said()).contains("G2-item");
  }

  @Test
  void whatWasCommittedOutlivesKillsOfAllItsProcesses() {
    int code = run("list-append", "serializable", "kill,pause", "--time-limit", "10s");
    assertThat(code).as(said()).isZero();
  }
}
