package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.brittle.Brittle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int ordeal(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("history.jsonl"), text).toString();
  }

  @Test
  void anInvalidHistoryIsOne() throws IOException {
    assertThat(ordeal("check", file(STALE))).isEqualTo(1);
    assertThat(out.toString()).contains("INVALID", "lost-write");
    assertThat(err.toString()).contains("model cas-register (guessed)");
  }

  @Test
  void aValidHistoryIsZero() throws IOException {
    String valid = STALE.replace("\"f\":\"read\",\"v\":null}\n", "\"f\":\"read\",\"v\":1}\n");
    assertThat(ordeal("check", file(valid))).isZero();
  }

  @Test
  void anUndecidableHistoryIsTwo() throws IOException {
    assertThat(ordeal("check", file(STALE.replace("\"read\"", "\"peek\"")))).isEqualTo(2);
    assertThat(out.toString()).contains("no model fits the functions", "--model");
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
    assertThat(ordeal("check", "--model", model, file(flips.formatted("false")))).isZero();
    assertThat(ordeal("check", "--model", model, file(flips.formatted("true")))).isEqualTo(1);
    assertThat(ordeal("check", "--model", "no.such.Model", file(STALE))).isEqualTo(64);
    assertThat(ordeal("check", "--model", "java.lang.String", file(STALE))).isEqualTo(64);
    assertThat(err.toString())
        .contains("there is no such class; --path says where", "does not implement");
  }

  @Test
  void aTargetOfOnesOwnIsRun() {
    String target = Brittle.class.getName();
    assertThat(ordeal("run", target, "--plan", "--seed", "1")).isZero();
    assertThat(ordeal("run", target, "--plan", "--set", "isolation=none")).isEqualTo(64);
    assertThat(err.toString()).contains("--set", "isolation");
    assertThat(ordeal("run", "no.such.Database", "--plan")).isEqualTo(64);
    assertThat(err.toString()).contains("there is no such class; --path says where");
    assertThat(ordeal("run", "java.lang.String", "--plan")).isEqualTo(64);
    assertThat(err.toString()).contains("does not implement", "Database");
    assertThat(ordeal("run", "MyDatabase", "--target-path", folder + "/none")).isEqualTo(64);
    assertThat(err.toString()).contains("--path: there is no");
    assertThat(ordeal("run", "MyDatabase")).isEqualTo(64);
    assertThat(err.toString()).contains("Unknown target 'MyDatabase'. Known: zookeeper");
  }

  @Test
  void aLinearizationIsWrittenAndVerified() throws IOException {
    String valid = STALE.replace("\"f\":\"read\",\"v\":null}\n", "\"f\":\"read\",\"v\":1}\n");
    Path order = folder.resolve("order.jsonl");
    assertThat(ordeal("check", "--linearization", order.toString(), file(valid))).isZero();
    assertThat(Files.readString(order)).isEqualTo("{\"key\":null,\"order\":[0,2]}\n");
    assertThat(err.toString()).contains("replayed by the verifier");
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
    assertThat(ordeal("check", file(fractured))).isEqualTo(1);
    assertThat(out.toString()).contains("not strict-serializable");
    assertThat(ordeal("check", "--consistency", "read-atomic", file(fractured))).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "T2 read y = 2, which T1 wrote, but x = 1, which T0 wrote, although T1 wrote x as well,"
                + " so T1 came before T0.",
            "fractured-read");
    assertThat(ordeal("check", "--consistency", "PL-2", file(fractured))).isZero();
    assertThat(ordeal("check", "--consistency", "nonsense", file(fractured))).isEqualTo(64);
    assertThat(ordeal("check", "--consistency", "snapshot-isolatoin", file(fractured)))
        .isEqualTo(64);
    assertThat(err.toString())
        .contains(
            "Unknown consistency 'nonsense'. Try: ordeal list levels",
            "Did you mean snapshot-isolation?");
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
    assertThat(ordeal("check", "--consistency", "monotonic-reads", file(unread))).isZero();
    assertThat(ordeal("check", "--consistency", "CM", file(unread))).isEqualTo(1);
    assertThat(out.toString())
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
    assertThat(ordeal("check", "--consistency", "pram", file(started))).isEqualTo(1);
    assertThat(out.toString()).contains("nobody wrote");
    assertThat(ordeal("check", "--consistency", "pram", "--initial", "0", file(started))).isZero();
    assertThat(ordeal("check", "--consistency", "snapshot-isolation", file(unread))).isEqualTo(64);
    assertThat(err.toString()).contains("is for transactions");
  }

  @Test
  void jsonIsOneDocumentALineAndTheWorstExitCodeCounts() throws IOException {
    String stale = file(STALE);
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    assertThat(ordeal("check", "--json", empty.toString(), stale)).isEqualTo(1);
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString().lines().toList().get(1))
        .contains("\"valid\":false", "\"anomalies\":[\"lost-write\"]", "\"seconds\":");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    assertThat(ordeal("check", file("{\"i\":0,\n" + STALE))).isEqualTo(64);
    assertThat(err.toString()).contains("history.jsonl, line 1, column");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(ordeal("check", folder.resolve("none.jsonl").toString())).isEqualTo(64);
    assertThat(err.toString()).contains("No such file or run", "none.jsonl");
  }

  @Test
  void anUnknownTargetIsNamed() {
    assertThat(ordeal("run", "zookeper")).isEqualTo(64);
    assertThat(err.toString()).contains("Unknown target 'zookeper'. Did you mean zookeeper?");
  }

  @Test
  void aWorkloadWithoutAClientIsRefusedBeforeTheStart() {
    assertThat(ordeal("run", "etcd", "-w", "bank", "--plan")).isEqualTo(64);
    assertThat(err.toString())
        .contains("target etcd has no BankClient, which workload bank needs", "register");
    assertThat(ordeal("list", "targets")).isZero();
    assertThat(out.toString()).containsPattern("-w +register, .*list-append");
  }

  @Test
  void aBadDurationIsNamed() {
    assertThat(ordeal("run", "brittle", "--time-limit", "tomorrow")).isEqualTo(64);
    assertThat(err.toString()).contains("--time-limit", "'tomorrow' is no time", "30s");
  }

  @Test
  void unknownFaultsBugsModelsAndOptionsAreNamed() throws IOException {
    assertThat(ordeal("run", "brittle", "--faults", "flood")).isEqualTo(64);
    assertThat(ordeal("run", "brittle", "--bug", "typo")).isEqualTo(64);
    assertThat(ordeal("run", "zookeeper", "--bug", "typo")).isEqualTo(64);
    assertThat(ordeal("check", "--model", "typo", file(STALE))).isEqualTo(64);
    assertThat(ordeal("run", "--sed", "1")).isEqualTo(64);
    assertThat(err.toString())
        .contains(
            "Unknown fault 'flood'",
            "Unknown bug 'typo' of brittle",
            "Target zookeeper has no bugs",
            "Unknown model 'typo'",
            "--seed");
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
      err.getBuffer().setLength(0);
      List<String> all = new ArrayList<>(List.of("run", "brittle", "--plan"));
      all.addAll(wrong);
      assertThat(ordeal(all.toArray(String[]::new))).as("%s: %s", wrong, err).isEqualTo(64);
      String said = err.toString().lines().findFirst().orElse("");
      assertThat(said).contains(wrong.getFirst().substring(2)).hasSizeLessThanOrEqualTo(200);
    }
  }

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(ordeal("run", "brittle", "--plan", "--seed", "7")).isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    ordeal("run", "brittle", "--plan", "--seed", "7");
    assertThat(out.toString()).isEqualTo(first);
    out.getBuffer().setLength(0);
    ordeal("run", "brittle", "--plan", "--seed", "8");
    assertThat(out.toString()).isNotEqualTo(first);
  }

  @Test
  void healSaysWhatItNeeds() {
    assertThat(ordeal("heal")).isEqualTo(64);
    assertThat(ordeal("heal", "--all", folder.toString())).isEqualTo(64);
    assertThat(err.toString()).containsSubsequence("ordeal heal --all", "ordeal heal --all");
    assertThat(ordeal("heal", folder.toString(), "--ssh", "m1")).isEqualTo(64);
    assertThat(err.toString()).contains("--trust");
  }

  @Test
  void listsAndHelpWork() {
    for (String what : new String[] {"targets", "workloads", "faults", "checkers", "models"}) {
      assertThat(ordeal("list", what)).isZero();
    }
    assertThat(ordeal("--help")).isZero();
    assertThat(out.toString()).contains("brittle", "register", "partition", "linearizable", "130");
  }

  @Test
  void exportsToEdnAndBack() throws IOException {
    String history = file(STALE);
    Path edn = folder.resolve("h.edn");
    assertThat(ordeal("export", history, "--to", "edn", "-o", edn.toString())).isZero();
    assertThat(ordeal("check", edn.toString())).isEqualTo(1);
    assertThat(ordeal("export", history, "--to", "edn", "-o", edn.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("exists already");
  }
}
