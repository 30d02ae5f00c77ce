package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two saved runs beside each other. */
class CompareCommandTest {
  private static final int COLUMNS_MAX = 80;
  private static final Path SAVED = Path.of("src/test/resources/golden/run");

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private Path copy(String name) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    for (String file : List.of("run.json", "verdict.json", "history.jsonl")) {
      Files.copy(SAVED.resolve(file), run.resolve(file));
    }
    return run;
  }

  private static void change(Path file, String before, String now) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, now));
  }

  /** Of another plan. */
  private Path other() throws IOException {
    Path other = copy("other");
    change(other.resolve("run.json"), "\"rate\" : \"40.0\"", "\"rate\" : \"80.0\"");
    change(other.resolve("run.json"), "fb870f2af8", "0000000000");
    change(
        other.resolve("run.json"),
        "\"bugs\" : \"split-brain\"",
        "\"bugs\" : \"split-brain,follower-read,ack-before-replication\"");
    change(other.resolve("verdict.json"), "\"valid\" : false", "\"valid\" : true");
    change(other.resolve("verdict.json"), "[ \"stale-read\" ]", "[ ]");
    change(other.resolve("verdict.json"), "\"recovery-ms\" : 8.17", "\"x\" : 8.17");
    change(
        other.resolve("verdict.json"),
        "\"model\" : \"cas-register\"",
        "\"holds\" : [ \"causal\", \"snapshot-isolation\" ]");
    return other;
  }

  @Test
  void whatIsNotTheSameIsBesideEachOther() throws IOException {
    assertThat(ordeal.run("compare", copy("run").toString(), other().toString()))
        .as(ordeal.said())
        .isZero();
    assertThat(ordeal.out().lines().mapToInt(String::length).max().orElseThrow())
        .isLessThanOrEqualTo(COLUMNS_MAX);
    assertThat(ordeal.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "run run other",
            "plan another one",
            "rate 40.0 80.0",
            "bugs split-brain split-brain,follower-read,ack-",
            " before-replication",
            "verdict INVALID VALID",
            "anomalies stale-read –",
            "levels kept – causal, snapshot-isolation",
            "operations 239 239",
            "ok 196 196",
            "fail 40 40",
            "info 3 3",
            "read p50 8.9 ms 8.9 ms",
            "served 95.6 % 95.6 %",
            "faults held 2 of 3 2 of 3",
            " partition 2 of 3 2 of 3",
            "worst recovery 31 ms 31 ms",
            " partition 31 ms not before the next fault")
        .noneMatch(line -> line.startsWith("nodes") || line.startsWith("java"));
  }

  @Test
  void recoveriesFromTheSameFaultsAreBesideEachOther() throws IOException {
    Path again = copy("again");
    change(again.resolve("verdict.json"), "\"recovery-ms\" : 8.17", "\"x\" : 8.17");
    assertThat(ordeal.run("compare", copy("run").toString(), again.toString())).isZero();
    assertThat(ordeal.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "recovery 2 partition: 8 ms partition: not before the", "worst recovery 31 ms 31 ms");
  }

  @Test
  void whatIsNoRunIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("README.md"), "text");
    assertThat(ordeal.run("compare", copy("run").toString(), file.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("README.md is no run folder: it has neither run.json");
  }

  @Test
  void oneDocumentHasBoth() throws IOException {
    String run = copy("run").toString();
    assertThat(ordeal.run("compare", run, other().toString(), "--json")).isZero();
    JsonNode runs = JsonMapper.builder().build().readTree(ordeal.out()).path("runs");
    assertThat(runs.size()).isEqualTo(2);
    assertThat(runs.path(0).path("valid").isBoolean()).isTrue();
    assertThat(runs.path(0).path("valid").asBoolean()).isFalse();
    assertThat(runs.path(1).path("valid").asBoolean()).isTrue();
    assertThat(runs.path(0).path("latency-ms").path("read").path("p99").asDouble()).isPositive();
    assertThat(runs.path(0).path("availability").path("recoveries").size()).isEqualTo(2);
    assertThat(runs.path(0).path("faults").path("held").asInt()).isEqualTo(2);
    assertThat(ordeal.err()).isEmpty();
  }

  @Test
  void aRunThatCameToNothingIsComparedAsFarAsItGoes() throws IOException {
    Path bare = copy("bare");
    Files.delete(bare.resolve("history.jsonl"));
    Files.delete(bare.resolve("verdict.json"));
    change(bare.resolve("run.json"), "\"finished\"", "\"failed\"");
    assertThat(ordeal.run("compare", bare.toString(), copy("run").toString())).isZero();
    assertThat(ordeal.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("state failed finished", "verdict – INVALID", "operations – 239");
  }

  @Test
  void whatIsNoRunIsNamed() throws IOException {
    String run = copy("run").toString();
    assertThat(ordeal.run("compare", run)).isEqualTo(64);
    assertThat(ordeal.err()).contains("RUN");
    assertThat(ordeal.run("compare", run, run, run)).isEqualTo(64);
    assertThat(ordeal.run("compare", run, folder.resolve("none").toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("No such file or run", "none");
    Path damaged = copy("damaged");
    Files.writeString(damaged.resolve("run.json"), "{");
    assertThat(ordeal.run("compare", run, damaged.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("damaged/run.json is missing or damaged");
    Files.writeString(damaged.resolve("run.json"), "{\"seed\": 1}");
    assertThat(ordeal.run("compare", run, damaged.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("does not say what was run");
    Path cut = copy("cut");
    Files.writeString(cut.resolve("history.jsonl"), "{\"i\":\n{}\n");
    assertThat(ordeal.run("compare", run, cut.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("history.jsonl, line 1");
  }
}
