package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.shrink.LiveShrink;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least run that still fails, by real runs; {@link LiveShrink}. */
class LiveShrinkTest {
  private static final String SAVED = "src/test/resources/golden/run";

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  @Test
  void optionsOfTheOtherWayToShrinkAreRefused() throws IOException {
    assertThat(ordeal.run("shrink", SAVED, "--live", "-o", "x")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--output is not for --live");
    assertThat(ordeal.run("shrink", SAVED, "--live", "--time-limit", "1s")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--time-limit is not for --live");
    assertThat(ordeal.run("shrink", SAVED, "--for", "1m")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--for is for --live");
    assertThat(ordeal.run("shrink", SAVED, "--live", "--confirm", "0")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--confirm must be from 1");
    assertThat(ordeal.run("shrink", SAVED, "--live", "--for", "0s")).isEqualTo(64);
    assertThat(ordeal.err()).contains("--for must be above 0");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(ordeal.run("shrink", empty.toString(), "--live")).isEqualTo(64);
    assertThat(ordeal.err()).contains("is no run folder");
  }

  @Test
  void aRunWithoutAnAnomalyHasNothingToShrink() throws IOException {
    for (String name : List.of("run.json", "schedule.yml", "history.jsonl")) {
      Files.copy(Path.of(SAVED).resolve(name), folder.resolve(name));
    }
    assertThat(ordeal.run("shrink", folder.toString(), "--live")).isEqualTo(64);
    assertThat(ordeal.err()).contains("has no anomaly");
    Files.copy(Path.of(SAVED).resolve("verdict.json"), folder.resolve("verdict.json"));
    Files.writeString(folder.resolve("schedule.yml"), "- {fault: none-such}\n");
    assertThat(ordeal.run("shrink", folder.toString(), "--live")).isEqualTo(64);
    assertThat(ordeal.err()).contains("does not say what was run").contains("none-such");
  }

  @Test
  @Tag("extended")
  void aPlantedBugIsLeftWithLittle() throws IOException {
    String runs = folder.resolve("runs").toString();
    int code =
        ordeal.run(
            "run",
            "brittle",
            "--bug",
            "follower-read",
            "--faults",
            "kill,pause",
            "--nodes",
            "3",
            "--time-limit",
            "12s",
            "--seed",
            "3",
            "--out",
            runs);
    assertThat(code).as(ordeal.said()).isEqualTo(1);
    Path latest = folder.resolve("runs").resolve("latest");
    Path recorded = latest.toRealPath();
    code =
        ordeal.run(
            "shrink", latest.toString(), "--live", "--for", "4m", "--confirm", "3", "--out", runs);
    assertThat(code).as(ordeal.said()).isZero();
    assertThat(latest.toRealPath()).isEqualTo(recorded);
    assertThat(ordeal.out()).contains("stale-read: 0 faults, ", "  shown         ", " set-ups in ");
    Matcher again = Pattern.compile("  reproduce     ./ordeal (.*)").matcher(ordeal.out());
    assertThat(again.find()).isTrue();
    assertThat(again.group(1)).startsWith("run brittle").contains("--faults none", "--seed 3");
    try (var places = Files.list(folder.resolve("runs").resolve("shrink"))) {
      for (RunFolder each : RunFolder.all(places.findFirst().orElseThrow())) {
        assertThat(each.info().state()).isNotEqualTo("running");
        assertThat(FaultJournal.openEntries(each.faults())).isEmpty();
      }
    }
    // The command that it ends with is one.
    String[] words = again.group(1).split(" ");
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--out";
    all[words.length + 1] = runs;
    assertThat(ordeal.run(all)).as(ordeal.said()).isLessThan(3);
  }
}
