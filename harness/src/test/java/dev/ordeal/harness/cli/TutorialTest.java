package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.results.registry.Extensions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of docs/tutorial.md: shown as they are, compiled, listed and run. */
@Isolated("extensions are those of the process")
class TutorialTest {
  private static final Path ROOT = Path.of("..");
  private static final Path TUTORIAL = ROOT.resolve("docs/tutorial.md");
  private static final Path EXAMPLES = ROOT.resolve("examples/tutorial");
  private static final String SERVER = "server=../examples/yaml/kv_server.py";
  private static final int DATABASE_LINES_MAX = 60;

  /** A link to a file of the examples and a colon, then the file as a fenced block. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "\\]\\(\\.\\./(examples/[^)]+)\\):\\n\\n```\\w+\\n(.*?)```\\n", Pattern.DOTALL);

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  @AfterEach
  void forget() {
    Extensions.use(List.of());
  }

  private static String example(String name) {
    return EXAMPLES.resolve(name).toString();
  }

  @Test
  void everyFileIsShownAsItIs() throws IOException {
    Matcher shown = SHOWN.matcher(Files.readString(TUTORIAL));
    List<String> names = new ArrayList<>();
    while (shown.find()) {
      names.add(shown.group(1));
      assertThat(shown.group(2))
          .as(shown.group(1))
          .isEqualTo(Files.readString(ROOT.resolve(shown.group(1))));
    }
    List<String> files = new ArrayList<>(List.of("examples/ci/github-actions.yml"));
    try (Stream<Path> found = Files.list(EXAMPLES)) {
      found.forEach(file -> files.add("examples/tutorial/" + file.getFileName()));
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(files);
  }

  @ParameterizedTest
  @CsvSource({
    "targets, my-database.yml, my-yaml-database",
    "targets, MyDatabase.java, my-database",
    "workloads, HotKey.java, hot-key",
    "checkers, SlowReads.java, slow-reads",
  })
  void everyExampleIsListed(String kind, String file, String name) {
    assertThat(ordeal.run("list", kind, "--path", example(file))).as(ordeal.said()).isZero();
    assertThat(ordeal.out().lines()).anyMatch(line -> line.startsWith(name + " "));
    Extensions.use(List.of());
    assertThat(ordeal.run("list", kind)).isZero();
    assertThat(ordeal.out().lines()).noneMatch(line -> line.startsWith(name + " "));
  }

  @Test
  void theDatabaseHasSixtyLinesAtMost() throws IOException {
    assertThat(Files.readAllLines(EXAMPLES.resolve("MyDatabase.java")))
        .hasSizeLessThanOrEqualTo(DATABASE_LINES_MAX);
  }

  @Test
  void aHistoryWithoutReadsIsUnknown() {
    assertThat(ordeal.run("check", example("writes-only.jsonl"))).isEqualTo(2);
    assertThat(ordeal.out()).contains("UNKNOWN: no read of the register ever succeeded");
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "2, 1, 1", "3, 2, 2", "4, 69, 69"})
  void theLoopReturnsTheWorstVerdict(int first, int code, int expected) throws Exception {
    // Stands for ordeal: the run of one seed ends with the code, every other with 0.
    Path ordeal = folder.resolve("ordeal");
    Files.writeString(
        ordeal,
        "#!/bin/sh\ncase \"$*\" in *'--seed %d '*) exit %d ;; esac\n".formatted(first, code));
    assumeTrue(ordeal.toFile().setExecutable(true), "files cannot be made executable");
    ProcessBuilder loop =
        new ProcessBuilder(
            "sh", example("nightly.sh"), Integer.toString(first), "3", "nightly", "target");
    loop.environment().put("ORDEAL", ordeal.toString());
    Process process = loop.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(expected);
    assertThat(said.lines())
        .hasSize(code > 2 ? 1 : 3)
        .first()
        .isEqualTo("seed " + first + ": exit code " + code);
  }

  @Test
  void theJobIsYamlAndRunsTheLoop() throws IOException {
    JsonNode job =
        new YAMLMapper().readTree(Files.readString(ROOT.resolve("examples/ci/github-actions.yml")));
    List<String> commands = new ArrayList<>();
    job.path("jobs")
        .path("ordeal")
        .path("steps")
        .forEach(s -> commands.add(s.path("run").asString("")));
    assertThat(commands).anyMatch(c -> c.startsWith("examples/tutorial/nightly.sh "));
    assertThat(job.path("on").has("schedule")).isTrue();
  }

  private int run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", example("MyDatabase.java")));
    arguments.addAll(List.of("--set", SERVER, "--time-limit", "10s", "--seed", "1"));
    arguments.addAll(List.of("--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(more));
    return ordeal.run(arguments.toArray(String[]::new));
  }

  private static void assumePython() throws InterruptedException {
    try {
      int code = new ProcessBuilder("python3", "-c", "").start().waitFor();
      assumeTrue(code == 0, "python3 does not run");
    } catch (IOException none) {
      assumeTrue(false, "there is no python3");
    }
  }

  @Test
  @Tag("extended")
  void theDatabaseIsValidAndItsLocalReadsAreNot() throws Exception {
    assumePython();
    assertThat(run()).as(ordeal.said()).isZero();
    Extensions.use(List.of());
    assertThat(run("--set", "reads=local")).as(ordeal.said()).isEqualTo(1);
    assertThat(ordeal.out()).contains("stale-read");
  }

  @Test
  @Tag("extended")
  void theWorkloadFindsStaleReads() throws Exception {
    assumePython();
    String workload = example("HotKey.java");
    assertThat(run("--path", workload, "-w", "hot-key", "--set", "reads=local"))
        .as(ordeal.said())
        .isEqualTo(1);
    assertThat(ordeal.out()).contains("INVALID", "-w hot-key");
  }

  @Test
  @Tag("extended")
  void theCheckerFindsSlowReads() throws Exception {
    assumePython();
    String checker = example("SlowReads.java");
    assertThat(run("--path", checker, "--faults", "pause")).as(ordeal.said()).isEqualTo(1);
    assertThat(ordeal.out()).contains("reads took longer than one second", "slow-read");
    Extensions.use(List.of());
    assertThat(run("--path", checker, "--faults", "none")).as(ordeal.said()).isZero();
  }

  @Test
  @Tag("extended")
  void theClientKeepsItsContract() throws Exception {
    assumePython();
    String runs = folder.resolve("runs").toString();
    assertThat(ordeal.run("try", example("MyDatabase.java"), "--set", SERVER, "--out", runs))
        .as(ordeal.said())
        .isZero();
    assertThat(ordeal.out()).contains("keeps the contract of workload register");
  }
}
