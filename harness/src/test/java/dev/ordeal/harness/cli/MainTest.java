package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.brittle.Brittle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line's exit codes and messages. */
class MainTest {
  private static final String STALE =
      """
      {"i":0,"t":0,"p":0,"type":"invoke","f":"write","v":1}
      {"i":1,"t":1,"p":0,"type":"ok","f":"write","v":1}
      {"i":2,"t":2,"p":1,"type":"invoke","f":"read","v":null}
      {"i":3,"t":3,"p":1,"type":"ok","f":"read","v":null}
      """;

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("history.jsonl"), text).toString();
  }

  /** As the launcher does it, which else makes one command only. */
  @Test
  void completionKnowsEveryCommand() {
    assertThat(Main.commandLine("generate-completion").getSubcommands().keySet())
        .isEqualTo(Main.commandLine().getSubcommands().keySet())
        .contains("run", "replay", "compare");
    assertThat(Main.commandLine("run").getSubcommands().keySet()).containsExactly("run");
    assertThat(ordeal.run("generate-completion")).isZero();
    assertThat(ordeal.out()).contains("shrink", "--until-invalid");
  }

  @Test
  void anInvalidHistoryIsOne() throws IOException {
    assertThat(ordeal.run("check", file(STALE))).isEqualTo(1);
    assertThat(ordeal.out()).contains("INVALID", "stale-read");
    assertThat(ordeal.err()).contains("model cas-register (guessed)");
  }

  @Test
  void aValidHistoryIsZero() throws IOException {
    String valid = STALE.replace("\"f\":\"read\",\"v\":null}\n", "\"f\":\"read\",\"v\":1}\n");
    assertThat(ordeal.run("check", file(valid))).isZero();
  }

  @Test
  void anUndecidableHistoryIsTwo() throws IOException {
    assertThat(ordeal.run("check", file(STALE.replace("\"read\"", "\"peek\"")))).isEqualTo(2);
    assertThat(ordeal.out()).contains("no model fits the functions", "--model");
  }

  @Test
  void aModelOfOnesOwnJudges() throws IOException {
    String flips =
        """
        {"i":0,"t":0,"p":0,"type":"invoke","f":"flip","v":null}
        {"i":1,"t":1,"p":0,"type":"ok","f":"flip","v":true}
        {"i":2,"t":2,"p":0,"type":"invoke","f":"flip","v":null}
        {"i":3,"t":3,"p":0,"type":"ok","f":"flip","v":%s}
        """;
    String model = FlipModel.class.getName();
    assertThat(ordeal.run("check", "--model", model, file(flips.formatted("false")))).isZero();
    assertThat(ordeal.run("check", "--model", model, file(flips.formatted("true")))).isEqualTo(1);
    assertThat(ordeal.run("check", "--model", "no.such.Model", file(STALE))).isEqualTo(64);
    assertThat(ordeal.err()).contains("there is no such class; --path says where");
    assertThat(ordeal.run("check", "--model", "java.lang.String", file(STALE))).isEqualTo(64);
    assertThat(ordeal.err()).contains("does not implement");
  }

  @Test
  void aTargetOfOnesOwnIsRun() {
    String target = Brittle.class.getName();
    assertThat(ordeal.run("run", target, "--plan", "--seed", "1")).isZero();
    assertThat(ordeal.run("run", target, "--plan", "--set", "isolation=none")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--set", "isolation");
    assertThat(ordeal.run("run", "no.such.Database", "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("there is no such class; --path says where");
    assertThat(ordeal.run("run", "java.lang.String", "--plan")).isEqualTo(64);
    assertThat(ordeal.err()).contains("does not implement", "Database");
    assertThat(ordeal.run("run", "MyDatabase", "--target-path", folder + "/none")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--path: there is no");
    assertThat(ordeal.run("run", "missing.yml")).isEqualTo(64);
    assertThat(ordeal.err()).contains("there is no file missing.yml").doesNotContain("--path");
    assertThat(ordeal.run("run", "MyDatabase")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown target 'MyDatabase'. Known: zookeeper");
  }

  @Test
  void aLinearizationIsWrittenAndVerified() throws IOException {
    String valid = STALE.replace("\"f\":\"read\",\"v\":null}\n", "\"f\":\"read\",\"v\":1}\n");
    Path order = folder.resolve("order.jsonl");
    assertThat(ordeal.run("check", "--linearization", order.toString(), file(valid))).isZero();
    assertThat(Files.readString(order)).isEqualTo("{\"key\":null,\"order\":[0,2]}\n");
    assertThat(ordeal.err()).contains("replayed by the verifier");
  }

  @Test
  void transactionsAreJudgedByTheLevelAskedFor() throws IOException {
    String fractured =
        """
        {"p":0,"type":"invoke","f":"txn","v":[["w","x",1],["w","y",1]]}
        {"p":1,"type":"invoke","f":"txn","v":[["w","x",2],["w","y",2]]}
        {"p":2,"type":"invoke","f":"txn","v":[["r","x",null],["r","y",null]]}
        {"p":0,"type":"ok","f":"txn","v":[["w","x",1],["w","y",1]]}
        {"p":1,"type":"ok","f":"txn","v":[["w","x",2],["w","y",2]]}
        {"p":2,"type":"ok","f":"txn","v":[["r","x",1],["r","y",2]]}
        """;
    assertThat(ordeal.run("check", file(fractured))).isEqualTo(1);
    assertThat(ordeal.out()).contains("not strict-serializable");
    assertThat(ordeal.run("check", "--consistency", "read-atomic", file(fractured))).isEqualTo(1);
    assertThat(ordeal.out())
        .contains(
            "T2 read y = 2, which T1 wrote, but x = 1, which T0 wrote, although T1 wrote x as well,"
                + " so T1 came before T0.",
            "fractured-read");
    assertThat(ordeal.run("check", "--consistency", "PL-2", file(fractured))).isZero();
    assertThat(ordeal.run("check", "--consistency", "nonsense", file(fractured))).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown consistency 'nonsense'. Try: ordeal list levels");
    assertThat(ordeal.run("check", "--consistency", "snapshot-isolatoin", file(fractured)))
        .isEqualTo(64);
    assertThat(ordeal.err()).contains("Did you mean snapshot-isolation?");
  }

  @Test
  void sessionsAreJudgedByTheGuaranteeAskedFor() throws IOException {
    String unread =
        """
        {"i":0,"t":0,"p":0,"type":"invoke","f":"write","k":"x","v":1}
        {"i":1,"t":1,"p":0,"type":"ok","f":"write","k":"x","v":1}
        {"i":2,"t":2,"p":0,"type":"invoke","f":"write","k":"y","v":1}
        {"i":3,"t":3,"p":0,"type":"ok","f":"write","k":"y","v":1}
        {"i":4,"t":4,"p":1,"type":"invoke","f":"read","k":"y","v":null}
        {"i":5,"t":5,"p":1,"type":"ok","f":"read","k":"y","v":1}
        {"i":6,"t":6,"p":1,"type":"invoke","f":"read","k":"x","v":null}
        {"i":7,"t":7,"p":1,"type":"ok","f":"read","k":"x","v":null}
        """;
    assertThat(ordeal.run("check", "--consistency", "monotonic-reads", file(unread))).isZero();
    assertThat(ordeal.run("check", "--consistency", "CM", file(unread))).isEqualTo(1);
    assertThat(ordeal.out())
        .contains(
            "Process 0 called #0 before #2, so #0 came before #2.",
            "#4 read y = 1, where 1 is of #2, so #2 came before #4.",
            "#6 read x = nil and did not see 1 of #0, so #6 came before #0.",
            "#0 would have to come before itself.");
    String started =
        """
        {"i":0,"t":0,"p":0,"type":"invoke","f":"read","v":null}
        {"i":1,"t":1,"p":0,"type":"ok","f":"read","v":0}
        {"i":2,"t":2,"p":0,"type":"invoke","f":"write","v":1}
        {"i":3,"t":3,"p":0,"type":"ok","f":"write","v":1}
        """;
    assertThat(ordeal.run("check", "--consistency", "pram", file(started))).isEqualTo(1);
    assertThat(ordeal.out()).contains("nobody wrote");
    assertThat(ordeal.run("check", "--consistency", "pram", "--initial", "0", file(started)))
        .isZero();
    assertThat(ordeal.run("check", "--consistency", "snapshot-isolation", file(unread)))
        .isEqualTo(64);
    assertThat(ordeal.err()).contains("is for transactions");
  }

  @Test
  void jsonIsOneDocumentALineAndTheWorstExitCodeCounts() throws IOException {
    String stale = file(STALE);
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    assertThat(ordeal.run("check", "--json", empty.toString(), stale)).isEqualTo(1);
    assertThat(ordeal.out().lines()).hasSize(2);
    assertThat(ordeal.out().lines().toList().get(1))
        .contains("\"valid\":false", "\"anomalies\":[\"stale-read\"]", "\"seconds\":");
    assertThat(ordeal.err()).isEmpty();
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    assertThat(ordeal.run("check", file("{\"i\":0,\n" + STALE))).isEqualTo(64);
    assertThat(ordeal.err()).contains("history.jsonl, line 1, column");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(ordeal.run("check", folder.resolve("none.jsonl").toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("No such file or run", "none.jsonl");
  }

  @Test
  void anUnknownTargetIsNamed() {
    assertThat(ordeal.run("run", "zookeper")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown target 'zookeper'. Did you mean zookeeper?");
  }

  @Test
  void aWorkloadWithoutAClientIsRefusedBeforeTheStart() {
    assertThat(ordeal.run("run", "etcd", "-w", "bank", "--plan")).isEqualTo(64);
    assertThat(ordeal.err())
        .contains("target etcd has no BankClient, which workload bank needs", "register");
    assertThat(ordeal.run("list", "targets")).isZero();
    assertThat(ordeal.out()).containsPattern("-w +register, .*list-append");
  }

  @Test
  void aBadDurationIsNamed() {
    assertThat(ordeal.run("run", "brittle", "--time-limit", "tomorrow")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--time-limit", "'tomorrow' is no time", "30s");
  }

  @Test
  void unknownFaultsBugsModelsAndOptionsAreNamed() throws IOException {
    assertThat(ordeal.run("run", "brittle", "--faults", "flood")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown fault 'flood'");
    assertThat(ordeal.run("run", "brittle", "--bug", "typo")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown bug 'typo' of brittle");
    assertThat(ordeal.run("run", "zookeeper", "--bug", "typo")).isEqualTo(64);
    assertThat(ordeal.err()).contains("Target zookeeper has no bugs");
    assertThat(ordeal.run("check", "--model", "typo", file(STALE))).isEqualTo(64);
    assertThat(ordeal.err()).contains("Unknown model 'typo'");
    assertThat(ordeal.run("run", "--sed", "1")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--seed");
  }

  @Test
  void wrongOptionsOfARunAreNamed() {
    for (List<String> wrong :
        List.of(
            List.of("--log-pattern", "("),
            List.of("--log-pattern", ""),
            List.of("--ignore-log", "[a"),
            List.of("--recovery-time", "soon"),
            List.of("--blast-radius", "0"),
            List.of("--steady-state", "speed=9"),
            List.of("--probe", "http://[", "--abort-unless", "probes"),
            List.of("--abort-unless", "probes"),
            List.of("--nodes", "26"),
            List.of("--environment", "moon"),
            List.of("--environment", "ssh"),
            List.of("--image", "x"),
            List.of("--provision"))) {
      List<String> all = new ArrayList<>(List.of("run", "brittle", "--plan"));
      all.addAll(wrong);
      assertThat(ordeal.run(all.toArray(String[]::new)))
          .as("%s: %s", wrong, ordeal.err())
          .isEqualTo(64);
      String said = ordeal.err().lines().findFirst().orElse("");
      assertThat(said).contains(wrong.getFirst().substring(2)).hasSizeLessThanOrEqualTo(200);
    }
  }

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(ordeal.run("run", "brittle", "--plan", "--seed", "7")).isZero();
    String first = ordeal.out();
    ordeal.run("run", "brittle", "--plan", "--seed", "7");
    assertThat(ordeal.out()).isEqualTo(first);
    ordeal.run("run", "brittle", "--plan", "--seed", "8");
    assertThat(ordeal.out()).isNotEqualTo(first);
  }

  @Test
  void healSaysWhatItNeeds() {
    assertThat(ordeal.run("heal")).isEqualTo(64);
    assertThat(ordeal.err()).contains("ordeal heal --all");
    assertThat(ordeal.run("heal", "--all", folder.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("ordeal heal --all");
    assertThat(ordeal.run("heal", folder.toString(), "--ssh", "m1")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--trust");
  }

  @Test
  void listsAndHelpWork() {
    Map<String, String> lists =
        Map.of(
            "targets", "brittle",
            "workloads", "register",
            "faults", "partition",
            "checkers", "linearizable",
            "models", "cas-register");
    lists.forEach(
        (what, name) -> {
          assertThat(ordeal.run("list", what)).isZero();
          assertThat(ordeal.out()).contains(name);
        });
    assertThat(ordeal.run("--help")).isZero();
    assertThat(ordeal.out()).contains("130");
  }

  @Test
  void exportsToEdnAndBack() throws IOException {
    String history = file(STALE);
    Path edn = folder.resolve("h.edn");
    assertThat(ordeal.run("export", history, "--to", "edn", "-o", edn.toString())).isZero();
    assertThat(ordeal.run("check", edn.toString())).isEqualTo(1);
    assertThat(ordeal.run("export", history, "--to", "edn", "-o", edn.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("exists already");
  }
}
