package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maelstrom nodes, right and wrong ones, as they are run. */
class MaelstromTest {
  private static final Path NODES = Path.of("../examples/maelstrom/nodes.py").toAbsolutePath();

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  @BeforeAll
  static void needsPython() throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "python3 --version >/dev/null 2>&1").start().waitFor() == 0,
        "needs python3");
  }

  private int run(Path program, String arguments, String workload, String... more) {
    List<String> all = new ArrayList<>(List.of("run", "maelstrom", "-w", workload));
    all.addAll(List.of("--set", "bin=" + program, "--set", "args=" + arguments));
    all.addAll(List.of("--nodes", "3", "--rate", "60", "--seed", "5", "--warm-up", "1s"));
    all.addAll(List.of("--out", folder.resolve("runs").toString()));
    all.addAll(List.of(more));
    return ordeal.run(all.toArray(String[]::new));
  }

  private Path program(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("node.sh"), "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aNodeThatUsesTheServicesIsJudged() {
    String[] short2 = {"--faults", "none", "--time-limit", "2s"};
    assertThat(run(NODES, "lin-kv", "lin-kv", short2)).as(ordeal.said()).isZero();
    assertThat(ordeal.out()).contains("VALID", "--set bin=" + NODES);
    assertThat(run(NODES, "lin-kv --bug", "lin-kv", short2)).as(ordeal.said()).isEqualTo(1);
    assertThat(ordeal.out()).contains("stale-read");
  }

  /** Each kind of node, right and wrong, with the verdict that it should get. */
  @ParameterizedTest
  @Tag("extended")
  @CsvSource({
    "echo, echo, none, 0, VALID",
    "unique-ids, unique-ids, none, 0, VALID",
    "unique-ids --bug, unique-ids, none, 1, duplicate-id",
    "g-set, g-set, partition, 0, VALID",
    "g-set --bug, g-set, none, 1, divergence",
    "broadcast, broadcast, partition, 0, VALID",
    "broadcast --bug, broadcast, partition, 1, divergence",
    "pn-counter, pn-counter, none, 0, VALID",
    "pn-counter --bug, pn-counter, none, 1, wrong-sum",
    "kafka, kafka, none, 0, VALID",
    "kafka --bug, kafka, none, 1, INVALID",
    "txn-list-append, txn-list-append, none, 0, VALID",
    "txn-list-append --bug, txn-list-append, none, 1, not strict-serializable"
  })
  void nodesGetTheVerdictThatTheyShould(
      String arguments, String workload, String faults, int code, String says) {
    assertThat(run(NODES, arguments, workload, "--faults", faults, "--time-limit", "8s"))
        .as(ordeal.said())
        .isEqualTo(code);
    assertThat(ordeal.out()).contains(says);
  }

  /** Texts in place of some numbers: a wrong echo, and values that no register has. */
  @Test
  void answersOfAnotherKindAreNotHidden() throws IOException {
    String[] short2 = {"--faults", "none", "--time-limit", "2s"};
    String node = "python3 " + NODES + " %s | sed -u -E 's/\"%s\": [0-9]*[05]\\b/\"%s\": \"boo\"/'";
    assertThat(run(program(node.formatted("echo", "echo", "echo")), "", "echo", short2))
        .as(ordeal.said())
        .isEqualTo(1);
    assertThat(ordeal.out()).contains("= \"boo\"");
    run(program(node.formatted("lin-kv", "value", "value")), "", "lin-kv", short2);
    assertThat(ordeal.out()).contains("cannot be what was asked for", "no whole number");
  }

  @Test
  void aNodeThatWritesSomethingElseIsNamed() throws IOException {
    Path chatty = program("read line; echo hello; cat >/dev/null");
    assertThat(run(chatty, "", "echo", "--faults", "none", "--time-limit", "2s")).isEqualTo(69);
    assertThat(ordeal.said()).contains("wrote a line that is no message: hello");
  }

  @Test
  void aNodeThatEndsIsNamed() throws IOException {
    Path short1 = program("echo 'out of luck' >&2; exit 3");
    assertThat(run(short1, "", "echo", "--faults", "none", "--time-limit", "2s")).isEqualTo(69);
    assertThat(ordeal.said()).contains("out of luck");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() throws IOException {
    assertThat(ordeal.run("run", "maelstrom", "-w", "echo")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--set bin=PATH");
    assertThat(run(folder.resolve("none"), "", "echo")).isEqualTo(64);
    assertThat(ordeal.err()).contains("bin=" + folder.resolve("none"), "no such file");
    Path plain = Files.writeString(folder.resolve("plain"), "");
    assertThat(run(plain, "", "echo")).isEqualTo(64);
    assertThat(ordeal.err()).contains("chmod +x");
    assertThat(run(NODES, "", "echo", "--set", "topology=ring")).isEqualTo(64);
    assertThat(ordeal.err()).contains("topology=ring: one of grid, line, total, tree expected");
    assertThat(run(NODES, "", "bank")).isEqualTo(64);
    assertThat(ordeal.err()).contains("maelstrom", "BankClient");
    assertThat(ordeal.err().lines()).allMatch(line -> line.length() <= 200);
  }
}
