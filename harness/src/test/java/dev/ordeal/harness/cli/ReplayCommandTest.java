package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.run.ChildRun;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Saved runs that are run again. */
class ReplayCommandTest {
  private static final int CHARACTERS_MAX = 200;
  private static final Path SAVED = Path.of("src/test/resources/golden/run");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  /** A saved run of an older version, which another machine recorded; its command is replaced. */
  private String saved(String command) throws IOException {
    Path run = Files.createDirectories(folder.resolve("saved"));
    String info = Files.readString(SAVED.resolve("run.json"));
    String own = JsonMapper.builder().build().writeValueAsString(command);
    Files.writeString(
        run.resolve("run.json"),
        info.replaceFirst(
            "\"reproduce\" : .*", Matcher.quoteReplacement("\"reproduce\" : " + own + ",")));
    for (String name : List.of("schedule.yml", "verdict.json", "history.jsonl")) {
      if (!Files.exists(run.resolve(name))) {
        Files.copy(SAVED.resolve(name), run.resolve(name));
      }
    }
    return run.toString();
  }

  private String refused(int code, String... arguments) {
    List<String> all = new ArrayList<>(List.of("replay"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", folder.resolve("out").toString()));
    assertThat(ordeal.run(all.toArray(String[]::new))).as(ordeal.said()).isEqualTo(code);
    String said = ordeal.err();
    assertThat(said.lines().findFirst().orElseThrow().replace(folder.toString(), "DIR").length())
        .isLessThanOrEqualTo(CHARACTERS_MAX);
    assertThat(folder.resolve("out").resolve("latest")).doesNotExist();
    return said;
  }

  @Test
  void aRunIsReplayedOnFreshClusters() throws IOException {
    String runs = folder.resolve("runs").toString();
    int code =
        ordeal.run(
            "run",
            "brittle",
            "--bug",
            "follower-read",
            "--faults",
            "none",
            "--nodes",
            "3",
            "--time-limit",
            "2s",
            "--warm-up",
            "0s",
            "--seed",
            "3",
            "--out",
            runs);
    assertThat(code).as(ordeal.said()).isEqualTo(1);
    RunFolder recorded = RunFolder.open(folder.resolve("runs").resolve("latest"));
    // The folder is moved: what it says is still this user's.
    Path moved = Files.move(recorded.path(), folder.resolve("moved"));

    code =
        ordeal.run(
            "replay", moved.toString(), "--times", "2", "--rate", "150", "--out", runs, "--json");
    assertThat(code).as(ordeal.said()).isEqualTo(1);
    JsonNode json = JsonMapper.builder().build().readTree(ordeal.out());
    assertThat(json.path("valid").asBoolean()).isFalse();
    assertThat(json.path("replays").asInt()).isEqualTo(2);
    assertThat(json.path("changed").toString()).contains("--rate 150 (recorded: 200)");
    assertThat(json.path("recorded").path("anomalies").toString()).contains("stale-read");
    assertThat(json.path("failed").path("replays").asInt())
        .isEqualTo(json.path("outcomes").path("same").asInt());
    assertThat(json.path("anomalies").path("stale-read").path("low").asDouble()).isBetween(0., 1.);
    assertThat(json.path("reproduce").asString()).contains("run brittle", "--rate 150", "--seed 3");
    Set<String> folders = new HashSet<>();
    json.path("runs").forEach(run -> folders.add(run.path("run").asString()));
    assertThat(folders).hasSize(2).allSatisfy(run -> assertThat(Path.of(run)).isDirectory());

    assertThat(ordeal.run("replay", moved.toString(), "--until-invalid", "--out", runs))
        .as(ordeal.said())
        .isEqualTo(1);
    assertThat(ordeal.err()).contains("Replaying", "seed 3; recorded: INVALID, stale-read");
    assertThat(ordeal.out())
        .contains("INVALID  stale-read", "of 100 replays: ", "invalid as recorded (stale-read)")
        .contains("plan ", "the same", "repeat it ", "95 % confidence");
    assertThat(RunFolder.open(folder.resolve("runs").resolve("latest")).info().planDigest())
        .isEqualTo(RunFolder.open(moved).info().planDigest());
  }

  @Test
  void whatSomebodyElseRecordedUsesNothingOfThisMachineUnlessItIsTrusted() throws IOException {
    Path mark = folder.resolve("mark");
    for (String foreign :
        List.of(
            "--path " + folder,
            "--probe 'touch " + mark + "'",
            "--set size=1",
            "--toxiproxy binary:/bin/true",
            "--ssh somebody@host --environment ssh",
            "-w java.lang.String")) {
      String run = saved("./ordeal run brittle " + foreign + " --seed 1");
      assertThat(refused(64, run))
          .contains("Not recorded by this user here", foreign.split(" ")[0].replace("-w", "work"))
          .contains("--trust");
    }
    assertThat(refused(64, saved("./ordeal run " + folder + "/My.java --seed 1")))
        .contains("would use");
    assertThat(refused(64, saved("./ordeal run " + folder + "/my.yml --seed 1")))
        .contains("would use");
    assertThat(mark).doesNotExist();
    // Words are words, and not names of files with more of them.
    Path words = Files.writeString(folder.resolve("words"), "--probe 'touch " + mark + "'");
    for (String word : List.of("@" + words, "@@" + words)) {
      assertThat(refused(64, saved("./ordeal run " + word + " --seed 1")))
          .contains("nknown target '@", "--path says where");
    }
    assertThat(mark).doesNotExist();
    assertThat(refused(64, saved("./ordeal run a\0.yml --seed 1")))
        .contains("does not say by which");
    String run = saved("./ordeal run brittle --set size=1 --seed 1");
    assertThat(refused(64, run, "--trust")).contains("--set size: target brittle knows");
    assertThat(refused(64, run, "--set", "size=2")).contains("--set size: target brittle knows");
  }

  @Test
  void aSealedRunIsNotTrustedOnceItWasChanged() throws IOException {
    String runs = folder.resolve("runs").toString();
    assertThat(
            ordeal.run(
                "run",
                "brittle",
                "--faults",
                "none",
                "--nodes",
                "1",
                "--time-limit",
                "1s",
                "--warm-up",
                "0s",
                "--ignore-log",
                "x",
                "--probe",
                "true",
                "--seed",
                "1",
                "--out",
                runs))
        .as(ordeal.said())
        .isNotEqualTo(64);
    Path info = folder.resolve("runs").resolve("latest").resolve("run.json");
    String run = info.getParent().toString();
    Files.createDirectory(folder.resolve("out"));
    // Up to the target, everything is taken from what this user recorded.
    assertThat(refused(64, run, "--target", "none")).contains("nknown target 'none'");
    Files.writeString(info, Files.readString(info).replace("--probe true", "--probe false"));
    assertThat(refused(64, run, "--target", "none")).contains("would use --probe false");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThat(refused(64, folder.resolve("none").toString())).contains("No such file or run");
    Path bare = Files.createDirectories(folder.resolve("bare"));
    Files.writeString(bare.resolve("history.jsonl"), "");
    assertThat(refused(64, bare.toString())).contains("has no run.json", "ordeal check");
    Files.writeString(bare.resolve("run.json"), "{\"id\"");
    assertThat(refused(64, bare.toString())).contains("run.json is damaged");
    Files.writeString(bare.resolve("run.json"), "null");
    assertThat(refused(64, bare.toString())).contains("run.json is empty");
    Files.writeString(bare.resolve("run.json"), "{\"seed\": 1}");
    assertThat(refused(64, bare.toString())).contains("does not say by which command");
    assertThat(refused(64, saved("./ordeal 'run"))).contains("does not say by which command");
    assertThat(refused(64, saved("./ordeal try brittle")))
        .contains("not of ordeal run", "try brittle");
    assertThat(refused(64, saved("./ordeal run brittle --new-option 1 --seed 1")))
        .contains("of Ordeal development, whose options this one does not know", "--new-option");
    assertThat(refused(64, saved("./ordeal run mydb --seed 1")))
        .contains("nknown target 'mydb'", "--path says where");
    assertThat(refused(64, saved("./ordeal run brittle -w mine --seed 1")))
        .contains("nknown workload 'mine'", "--path says where");
    assertThat(refused(64, saved("./ordeal run brittle --path gone.jar --seed 1"), "--trust"))
        .contains("--path gone.jar is not there");
    assertThat(refused(64, saved("./ordeal run gone/My.java --seed 1"), "--trust"))
        .contains("gone/My.java is not there", "--target");
    assertThat(
            refused(64, saved("./ordeal run jdbc --set password=[redacted] --seed 1"), "--trust"))
        .contains("secrets are not recorded", "--set");
    String run = saved("./ordeal run brittle --seed 1");
    assertThat(refused(64, run, "--times", "0")).contains("--times must be from 1");
    assertThat(refused(64, run, "--faults", "kill", "--schedule", "x")).contains("--schedule");
    assertThat(refused(64, run, "--rate", "many")).contains("'many' is not a number");
    assertThat(refused(64, run, "--tims", "3")).contains("Did you mean: --times?");
  }

  @Test
  void faultsThatThisVersionWouldNotDrawAreThoseOfTheSchedule() throws IOException {
    String run =
        saved(
            "./ordeal run brittle --nodes 1 --time-limit 2s --warm-up 0s --rate 50" + " --seed 1");
    Path schedule = Path.of(run).resolve("schedule.yml");
    String fault = "{at: 500ms, for: 400ms, fault: pause, on: [n1], seed: \"0000000000000007\"}";
    Files.writeString(schedule, "- " + fault + "\n");
    String out = folder.resolve("out").toString();
    int code = ordeal.run("replay", run, "--out", out);
    assertThat(code).as(ordeal.said()).isLessThan(3);
    assertThat(ordeal.err()).contains("changed: --schedule: this version draws other faults");
    RunFolder replayed = RunFolder.open(folder.resolve("out").resolve("latest"));
    assertThat(replayed.info().reproduce()).contains("--schedule " + schedule.toRealPath());
    assertThat(replayed.path().resolve("schedule.yml")).content().contains(fault);

    // For three nodes other kinds of faults are drawn, whatever the version.
    assertThat(ordeal.run("replay", run, "--out", out, "--nodes", "3"))
        .as(ordeal.said())
        .isLessThan(3);
    assertThat(ordeal.err()).contains("changed: --nodes 3").doesNotContain("draws other faults");

    // Where the schedule was read from does not matter any more: its run has a copy.
    Files.delete(schedule);
    code = ordeal.run("replay", replayed.toString(), "--out", out);
    assertThat(code).as(ordeal.said()).isLessThan(3);
    assertThat(ordeal.err()).doesNotContain("changed");
    RunFolder again = RunFolder.open(folder.resolve("out").resolve("latest"));
    assertThat(again.info().reproduce()).contains("--schedule " + replayed);
    assertThat(again.info().planDigest()).isEqualTo(replayed.info().planDigest());

    // Who decides the faults decides them all.
    assertThat(ordeal.run("replay", replayed.toString(), "--out", out, "--faults", "none"))
        .as(ordeal.said())
        .isLessThan(3);
    assertThat(RunFolder.open(folder.resolve("out").resolve("latest")).info().reproduce())
        .contains("--faults none")
        .doesNotContain("--schedule");
  }

  @Test
  void aSignalHealsAndSummarizes() throws IOException, InterruptedException {
    String run =
        saved(
            "./ordeal run brittle --bug follower-read --nodes 3 --faults none --time-limit 4s"
                + " --warm-up 0s --seed 1");
    Files.writeString(Path.of(run).resolve("schedule.yml"), "[]\n");
    String runs = folder.resolve("runs").toString();
    ChildRun child = ChildRun.start(folder, List.of("replay", run, "--times", "50", "--out", runs));
    try {
      child.awaitOnConsole(" 1 of 50  ", PATIENCE);
      Path second = folder.resolve("runs");
      while (RunFolder.all(second).size() < 2
          || !Files.exists(RunFolder.all(second).getFirst().history())) {
        assertThat(child.handle().isAlive()).as(child.console()).isTrue();
        Thread.sleep(20);
      }
      // SIGTERM; SIGINT may be ignored where tests run in the background.
      child.handle().destroy();
      assertThat(child.exitCode(PATIENCE)).as(child.console()).isEqualTo(130);
    } finally {
      child.handle().destroyForcibly();
    }
    assertThat(child.console())
        .contains(" (interrupted)  ", "\n1 of 50 replays: ", "repeat it ")
        .doesNotContain(" 3 of 50 ");
    for (RunFolder each : RunFolder.all(folder.resolve("runs"))) {
      assertThat(each.info().state()).isNotEqualTo("running");
      assertThat(FaultJournal.openEntries(each.faults())).isEmpty();
    }
  }

  @Test
  void machinesOutOfReachEndItAsTheyEndARun() throws IOException {
    String run = saved("./ordeal run brittle --seed 1");
    String out = folder.resolve("out").toString();
    int code =
        ordeal.run(
            "replay",
            run,
            "--times",
            "3",
            "--out",
            out,
            "--environment",
            "ssh",
            "--ssh",
            "nobody@127.0.0.1:1");
    assertThat(code).as(ordeal.said()).isEqualTo(69);
    assertThat(ordeal.err()).contains("changed: --environment ssh (recorded: none)", "127.0.0.1");
    assertThat(ordeal.out()).isEmpty();
    assertThat(RunFolder.all(folder.resolve("out"))).hasSize(1);
  }

  @Test
  void aRunThatStillRunsIsLeftAlone() throws IOException {
    String run = saved("./ordeal run brittle --seed 1");
    Path info = Path.of(run).resolve("run.json");
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().orElseThrow().toEpochMilli();
    Files.writeString(
        info,
        Files.readString(info)
            .replace("\"finished\"", "\"running\"")
            .replaceFirst("\"pid\" : \\d+", "\"pid\" : " + self.pid())
            .replaceFirst("\"startedMillis\" : \\d+", "\"startedMillis\" : " + started));
    assertThat(refused(64, run)).contains("is still running (process " + self.pid());
  }
}
