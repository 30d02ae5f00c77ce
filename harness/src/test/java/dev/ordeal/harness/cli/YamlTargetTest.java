package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.registry.Extensions;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases described in YAML: the examples, and files of users that are wrong. */
@Isolated("extensions are those of the process")
class YamlTargetTest {
  private static final Path EXAMPLES = Path.of("../examples/yaml");

  /** Backups that are cut off from the primary cannot know what it wrote. */
  private static final String CUT_OFF = "- {at: 500ms, for: 2s, fault: partition, on: [n1]}\n";

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  @AfterEach
  void forget() {
    Extensions.use(List.of());
  }

  private int run(String file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", EXAMPLES.resolve(file).toString()));
    arguments.addAll(List.of("--time-limit", "3s", "--rate", "100", "--seed", "1"));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return ordeal.run(arguments.toArray(String[]::new));
  }

  private static void assumeHas(String... command) throws IOException, InterruptedException {
    Process program;
    try {
      program = new ProcessBuilder(command).start();
    } catch (IOException none) {
      assumeTrue(false, "there is no " + command[0]);
      return;
    }
    assumeTrue(program.waitFor() == 0, command[0] + " does not run");
  }

  private static void assumePython() throws IOException, InterruptedException {
    assumeHas("python3", "-c", "");
  }

  private RunFolder latest() throws IOException {
    return RunFolder.open(folder.resolve("runs/latest").toRealPath());
  }

  @Test
  void theExampleWithOnePrimaryIsValid() throws Exception {
    assumePython();
    assertThat(run("kv.yml", "--faults", "none")).as(ordeal.said()).isZero();
    String file = EXAMPLES.resolve("kv.yml").toString();
    assertThat(ordeal.out()).contains("VALID", "reproduce  ./ordeal run " + file + " -w register");
    String run = latest().path().toString();
    assertThat(ordeal.run("check", run)).as(ordeal.said()).isZero();
    assertThat(ordeal.run("check", run, "--path", file)).as(ordeal.said()).isZero();
  }

  @Test
  void theExampleThatReadsFromCopiesIsInvalid() throws Exception {
    assumePython();
    Path schedule = Files.writeString(folder.resolve("cut-off.yml"), CUT_OFF);
    assertThat(run("kv.yml", "--set", "reads=local", "--schedule", schedule.toString()))
        .as(ordeal.said())
        .isEqualTo(1);
    assertThat(ordeal.out()).contains("INVALID", "stale-read", "--set reads=local");
  }

  @ParameterizedTest
  @CsvSource({
    "kv-external.yml, python3 --version",
    "kv-javascript.yml, node --version",
    "kv-go.yml, go build -C ../examples/go -o kv-client ."
  })
  void theExampleWithAProgramAsClientIsValidAndNothingIsLeft(String file, String program)
      throws Exception {
    assumePython();
    assumeHas(program.split(" "));
    assertThat(run(file, "--faults", "none")).as(ordeal.said()).isZero();
    assertThat(ordeal.out()).contains("VALID");
    Path faults = latest().faults();
    assertThat(FaultJournal.intents(faults))
        .anyMatch(line -> line.what().equals("client programs"));
    assertThat(FaultJournal.openEntries(faults)).isEmpty();
  }

  /** No matter what nodes log meanwhile: nothing was tested, and that is why. */
  @Test
  void aClientProgramThatCannotBeStartedEndsTheRun() throws Exception {
    assumePython();
    Path file = folder.resolve("unbuilt.yml");
    String text = Files.readString(EXAMPLES.resolve("kv-go.yml"));
    Files.writeString(file, text.replace("../go/kv-client", "./not-built"));
    Files.copy(EXAMPLES.resolve("kv_server.py"), folder.resolve("kv_server.py"));
    int code =
        ordeal.run(
            "run",
            file.toString(),
            "--time-limit=60s",
            "--faults=none",
            "--out=" + folder + "/runs");
    assertThat(code).as(ordeal.said()).isGreaterThanOrEqualTo(64);
    assertThat(ordeal.err())
        .contains("a client program cannot be started: ./not-built ended with status 12");
  }

  @Test
  void aTargetIsListedAndFoundByItsName() {
    String file = EXAMPLES.resolve("kv.yml").toString();
    assertThat(ordeal.run("list", "targets", "--path", file)).isZero();
    assertThat(ordeal.out())
        .contains("kv ", "a small key-value store", "-w ", "register", "reads=primary|local");
    assertThat(ordeal.run("run", "kv", "--path", file, "--plan")).as(ordeal.err()).isZero();
    assertThat(ordeal.run("run", file, "--plan", "--path", EXAMPLES + "/kv-external.yml")).isZero();
    assertThat(ordeal.run("run", "kvv", "--path", file, "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown target 'kvv'. Did you mean kv?");
    assertThat(ordeal.run("run", file, "-w", "set", "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("has no SetClient", "it can run register");
    assertThat(ordeal.run("run", file, "--set", "reads=lokal", "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--set reads=lokal: one of primary, local expected");
    assertThat(ordeal.run("run", file, "--set", "raeds=local", "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--set raeds", "did you mean reads?");
  }

  @Test
  void whatIsWrongWithAFileIsAUsageError() throws IOException {
    String text = Files.readString(EXAMPLES.resolve("kv.yml"));
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, text.replace("ready:", "raedy:").replace("copy: [kv_server.py]", ""));
    assertThat(ordeal.run("run", file.toString(), "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("mine.yaml, line ", "raedy: unknown key", "'ready'?");
    assertThat(ordeal.run("list", "targets", "--path", file.toString())).isEqualTo(64);
    assertThat(ordeal.err().lines()).allMatch(line -> line.length() <= 200);
    Files.delete(file);
    assertThat(ordeal.run("run", file.toString(), "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("there is no", "mine.yaml");
  }

  private int runOf(String start, String ready) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("short.yml"),
            """
            name: short
            nodes: 1
            ports: {client: client}
            start: %s
            ready: %s
            clients: {register: {command: "true"}}
            """
                .formatted(start, ready));
    Extensions.use(List.of());
    return ordeal.run(
        "run", file.toString(), "--faults", "none", "--out", folder.resolve("runs").toString());
  }

  @Test
  void aNodeThatDoesNotStartSaysWhy() throws IOException {
    assertThat(runOf("[sh, -c, 'echo no licence; exit 4']", "{tcp: client}")).isEqualTo(69);
    assertThat(ordeal.err()).contains("Node n1 of short ended while starting", "no licence");
    assertThat(runOf("[/no/such/program]", "{tcp: client}")).isEqualTo(69);
    assertThat(ordeal.err()).contains("/no/such/program");
  }
}
