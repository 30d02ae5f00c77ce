package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The target {@code jdbc} against a server in this JVM that runs already. */
class JdbcTargetTest {
  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();
  private Server server;
  private String url;

  @BeforeEach
  void startServer() throws Exception {
    server =
        Server.createTcpServer(
                "-tcpPort", "0", "-ifNotExists", "-baseDir", folder.resolve("h2").toString())
            .start();
    // The databases in memory of one JVM are those of all its servers.
    url =
        "jdbc:h2:tcp://127.0.0.1:%d/mem:%s;DB_CLOSE_DELAY=-1"
            .formatted(server.getPort(), UUID.randomUUID());
  }

  @AfterEach
  void stopServer() {
    server.stop();
  }

  private int run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "jdbc", "--time-limit", "3s"));
    arguments.addAll(List.of("--seed", "1", "--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return ordeal.run(arguments.toArray(String[]::new));
  }

  @Test
  void aServerThatRunsIsTestedThroughAProxyAndItsPasswordIsKept() throws Exception {
    String password = "hunter2";
    int code =
        run(
            "--set",
            "url=" + url,
            "--set",
            "user=sa",
            "--set",
            "password=" + password,
            "-w",
            "bank",
            "--set",
            "isolation=snapshot");
    assertThat(code).as(ordeal.said()).isZero();
    RunFolder run = RunFolder.open(folder.resolve("runs/latest").toRealPath());
    assertThat(run.info().environment()).isEqualTo("attached");
    assertThat(ordeal.said()).doesNotContain(password);
    for (String file : List.of("run.json", "history.jsonl", "report.html", "verdict.json")) {
      assertThat(Files.readString(run.path().resolve(file))).as(file).doesNotContain(password);
    }
    // The proxy of its clients was made and removed.
    assertThat(Files.readString(run.faults())).contains("client-n1");
    assertThat(FaultJournal.openEntries(run.faults())).isEmpty();
    assertThat(Files.readString(run.path().resolve("verdict.json")))
        .contains("no node was watched");
  }

  @Test
  void aSecondRunBeginsWithEmptyTables() {
    assertThat(run("--set", "url=" + url)).as(ordeal.said()).isZero();
    assertThat(run("--set", "url=" + url)).as(ordeal.said()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "pause,latency", "partition", "clock", "disk-full", "schedule"})
  void faultsAreRefusedBeforeTheDatabaseIsAsked(String faults) throws Exception {
    Path schedule =
        Files.writeString(folder.resolve("s.yml"), "- {at: 1s, for: 1s, fault: kill, on: [n1]}\n");
    try (ServerSocket database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String there = "url=jdbc:h2:tcp://127.0.0.1:%d/mem:x".formatted(database.getLocalPort());
      int code =
          faults.equals("schedule")
              ? run("--set", there, "--schedule", schedule.toString())
              : run("--set", there, "--faults", faults);
      assertThat(code).as(ordeal.said()).isEqualTo(69);
      assertThat(ordeal.said()).contains("runs already").contains("YAML");
      database.setSoTimeout(1);
      assertThatThrownBy(database::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: jdbc | uri: jdbc | 'line 8: clients.jdbc.uri: unknown key; did you mean ''url''?'",
        "isolation: ${ | dialect: oracle #| 'line 9: clients.jdbc.dialect: dialect=oracle: one of'",
        "isolation: | isolaton: | 'line 9: clients.jdbc.isolaton: unknown key; did you mean'",
        "default: serializable | default: strong | 'line 9: clients.jdbc.isolation:"
            + " isolation=strong'",
      })
  void wrongFilesAreWrongUsage(String right, String wrong, String message) throws Exception {
    String text =
        """
        name: store
        ports: {client: client}
        options: {isolation: {default: serializable}}
        start: sleep 60
        ready: {tcp: client}
        clients:
          jdbc:
            url: jdbc:h2:tcp://${client.address}/mem:x
            isolation: ${option.isolation}
        """;
    Path file = Files.writeString(folder.resolve("store.yml"), text.replace(right, wrong));
    assertThat(ordeal.run("run", file.toString())).as(ordeal.said()).isEqualTo(64);
    assertThat(ordeal.said()).contains("store.yml, " + message);
  }

  @Test
  void wrongUsageIsSaid() {
    assertThat(run()).as(ordeal.said()).isEqualTo(64);
    assertThat(ordeal.said()).contains("--set url=jdbc:");
    assertThat(run("--set", "url=" + url, "--environment", "process")).isEqualTo(64);
    assertThat(ordeal.said()).contains("run already");
    assertThat(run("--set", "url=" + url, "--set", "isolation=strong")).isEqualTo(64);
    assertThat(ordeal.said()).contains("isolation=strong");
    assertThat(run("--set", "url=" + url, "-w", "queue")).isEqualTo(64);
    assertThat(run("--set", "url=" + url, "--set", "driver=h2")).isEqualTo(64);
    assertThat(ordeal.said()).contains("driver=h2: GROUP:ARTIFACT:VERSION or FILE.jar expected");
    assertThat(run("--set", "url=" + url, "--nodes", "2")).isNotZero();
    assertThat(ordeal.said()).contains("leave --nodes out");
  }

  @Test
  @Tag("extended") // Some ten seconds.
  void itsClientsAreTriedWithoutFaults() {
    int code =
        ordeal.run(
            "try",
            "jdbc",
            "--out",
            folder.resolve("runs").toString(),
            "--set",
            "url=" + url,
            "--set",
            "user=sa",
            "--set",
            "password=hunter2");
    // What happens under faults was not tried.
    assertThat(code).as(ordeal.said()).isEqualTo(2);
    assertThat(ordeal.said())
        .contains("1 node", "no faults, since its nodes run already")
        .contains("a lost answer leaves the outcome unknown")
        .doesNotContain("WRONG", "Foreign code");
  }

  @Test
  void aDatabaseWithoutDriverIsUnavailable() {
    assertThat(run("--set", "url=jdbc:nobody://127.0.0.1:1/x")).as(ordeal.said()).isEqualTo(69);
    assertThat(ordeal.said()).contains("driver=GROUP:ARTIFACT:VERSION");
  }
}
