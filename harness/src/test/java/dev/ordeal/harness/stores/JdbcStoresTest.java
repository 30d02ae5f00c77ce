package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.harness.cli.Ordeal;
import dev.ordeal.results.registry.Extensions;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.targets.shell.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of databases that are reached through JDBC, with drivers from Maven Central. */
@Tag("extended")
@Isolated("extensions are those of the process")
class JdbcStoresTest {
  private static final Path EXAMPLES = Path.of("../examples/jdbc");

  private final Ordeal ordeal = new Ordeal();

  @AfterEach
  void forget() {
    Extensions.use(List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql, serializable, upsert, list-append, serializable, 'kill,pause', 0",
    "postgresql, repeatable-read, upsert, write-skew, snapshot-isolation, none, 0",
    "postgresql, repeatable-read, upsert, write-skew, serializable, none, 1",
    "postgresql, read-committed, read-write, bank, '', none, 1",
    "postgresql, read-committed, for-update, bank, '', none, 0",
    "mariadb, serializable, upsert, list-append, serializable, 'kill,pause', 0",
    "mariadb, repeatable-read, upsert, list-append, serializable, none, 1",
    "mariadb, repeatable-read, read-write, bank, '', none, 1",
    "mariadb, repeatable-read, for-update, bank, '', none, 0",
  })
  void keepsItsIsolationLevelAndNoMore(
      String store,
      String isolation,
      String statements,
      String workload,
      String level,
      String faults,
      int expected)
      throws Exception {
    StoreRelease release = StoreRelease.of(store);
    assumeTrue(release.problem().isEmpty(), release.problem());
    // A server that root starts is another user, who has to reach its data.
    Path folder = Files.createTempDirectory("ordeal-jdbc-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    new LocalMachine().unpack(release.archive(), folder.resolve("usr"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                EXAMPLES.resolve(store + ".yml").toString(),
                "--set",
                "release=" + folder.resolve("usr"),
                "--set",
                "isolation=" + isolation,
                "--set",
                "statements=" + statements,
                "-w",
                workload,
                "--faults",
                faults,
                "--concurrency",
                "10",
                "--rate",
                "1000",
                "--time-limit",
                "8s",
                "--seed",
                "1",
                "--out",
                folder.resolve("runs").toString()));
    if (!level.isEmpty()) {
      arguments.addAll(List.of("--consistency", level));
    }
    try {
      assertThat(ordeal.run(arguments.toArray(String[]::new)))
          .as(ordeal.said())
          .isEqualTo(expected);
    } finally {
      Commands.run(List.of("rm", "-rf", folder.toString()));
    }
  }
}
