package dev.ordeal.harness.cli.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.Replayed;
import dev.ordeal.harness.cli.replay.Replayed.End;
import dev.ordeal.harness.cli.replay.Replays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches over made-up replays, with their state in a folder. */
class BisectSessionTest {
  private static final List<String> VERSIONS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final Map<String, Object> QUESTION = Map.of("versions", VERSIONS);

  @TempDir private Path folder;
  private final List<String> replayed = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  private static Replayed ended(End end, String anomaly) {
    return new Replayed(end, List.of(anomaly), "run", "./ordeal run", 1, 10, 0, "");
  }

  /** Replays of a target that has the bug from "f" on. */
  private Replayed since(String first, List<String> options) {
    String version = options.getFirst();
    replayed.add(version);
    return version.compareTo(first) >= 0
        ? ended(End.INVALID, "stale-read")
        : new Replayed(End.VALID, List.of(), "run", "", 1, 10, 0, "");
  }

  private Optional<Step> search(Replays replays, String command, int interruptedAfter)
      throws IOException, InterruptedException {
    try (BisectState state = BisectState.open(folder, QUESTION)) {
      int before = replayed.size();
      BisectSession session =
          new BisectSession(
              VERSIONS,
              "stale-read",
              new Bisection(VERSIONS, 0.95, 10, 500),
              state,
              replays,
              Optional.ofNullable(command),
              List::of);
      return session.run(() -> replayed.size() - before > interruptedAfter, said::add);
    }
  }

  private List<String> report(Step end) throws IOException {
    try (BisectState state = BisectState.open(folder, QUESTION)) {
      BisectReport report = new BisectReport(VERSIONS, "stale-read", 0.95, state, end);
      assertThat(report.json()).containsKey("versions");
      return report.lines();
    }
  }

  @Test
  void anInterruptedSearchGoesOnWhereItWas() throws Exception {
    Replays replays = options -> since("f", options);
    assertThat(search(replays, null, Integer.MAX_VALUE)).isPresent();
    List<String> whole = List.copyOf(replayed);
    Files.delete(folder.resolve("replays.jsonl"));
    replayed.clear();
    int interruptions = 0;
    Optional<Step> end = Optional.empty();
    while (end.isEmpty()) {
      // The third is lost: it was going on when the interruption came.
      end = search(replays, null, 2);
      interruptions++;
    }
    assertThat(end.get()).isInstanceOf(Step.Found.class);
    assertThat(((Step.Found) end.get()).first()).isEqualTo(5);
    assertThat(interruptions).isGreaterThan(5);
    assertThat(replayed).hasSize(whole.size() + interruptions - 1);
    // Asked again it knows the answer.
    replayed.clear();
    assertThat(search(replays, null, Integer.MAX_VALUE)).isEqualTo(end);
    assertThat(replayed).isEmpty();
    assertThat(report(end.get()).getFirst())
        .isEqualTo("First version with stale-read: f (1 of 1); e before it: 0 of 4");
    assertThat(report(end.get()))
        .anyMatch(line -> line.startsWith("  reproduce     ./ordeal run"))
        .anyMatch(line -> line.startsWith("  sure          9"));
  }

  @Test
  void aLineThatWasBeingWrittenIsForgotten() throws Exception {
    Replays replays = options -> since("f", options);
    search(replays, null, 4);
    Path file = folder.resolve("replays.jsonl");
    assertThat(Files.readAllLines(file)).hasSize(4);
    Files.writeString(file, "{\"version\":\"h\",\"sa", StandardOpenOption.APPEND);
    assertThat(search(replays, null, Integer.MAX_VALUE)).isPresent();
    Files.writeString(file, "nothing\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> search(replays, null, 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void aFolderIsOfOneQuestionAndOneProcess() throws Exception {
    try (BisectState state = BisectState.open(folder, QUESTION)) {
      assertThat(state.entries()).isEmpty();
      assertThatThrownBy(() -> BisectState.open(folder, QUESTION))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("Another process");
    }
    assertThatThrownBy(() -> BisectState.open(folder, Map.of("versions", "x")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--state");
  }

  @Test
  void otherAnomaliesAndFailuresSayNothing() throws Exception {
    // Every other replay fails in another way.
    Replays replays =
        options -> {
          if (replayed.size() % 2 == 1) {
            replayed.add("other");
            return replayed.size() % 4 == 0
                ? ended(End.INVALID, "lost-update")
                : Replayed.without(End.UNKNOWN, "it ended with 70");
          }
          return since("c", options);
        };
    Step end = search(replays, null, Integer.MAX_VALUE).orElseThrow();
    assertThat(((Step.Found) end).first()).isEqualTo(2);
  }

  @Test
  void aVersionIsBuiltBeforeItsReplaysAndOnlyThen() throws Exception {
    Path built = folder.resolve("built");
    String command = "test {} != d && printf '%s ' {} >>" + built;
    Replays replays = options -> since("f", options);
    Step end = search(replays, command, Integer.MAX_VALUE).orElseThrow();
    assertThat(((Step.Found) end).first()).isEqualTo(5);
    String[] builds = Files.readString(built).split(" ");
    assertThat(builds).hasSizeLessThanOrEqualTo(5).startsWith("h", "a").contains("e", "f");
    assertThat(replayed).doesNotContain("d");
  }

  @Test
  void aBuildThatFailsIsSkippedAndSaid() throws Exception {
    Replays replays = options -> since("f", options);
    String command = "case {} in c|d|e|f|g) echo broken; exit 3;; esac";
    Step end = search(replays, command, Integer.MAX_VALUE).orElseThrow();
    assertThat(((Step.Open) end).isMissing()).isTrue();
    assertThat(((Step.Open) end).candidates()).containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(report(end))
        .contains("  one of        c, d, e, f, g, h", "                and 2 more")
        .anyMatch(line -> line.contains("c: the build ended with 3: broken"));
    Files.delete(folder.resolve("replays.jsonl"));
    assertThatThrownBy(() -> search(replays, "no-such-program-here {}", 99))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--command cannot be executed");
  }

  @Test
  void aVersionThatDoesNotStartIsTriedTwiceAndWrongOptionsEndIt() throws Exception {
    Replays replays =
        options -> {
          Replayed usual = since("b", options);
          return options.getFirst().equals("d")
              ? Replayed.without(End.UNAVAILABLE, "no port")
              : usual;
        };
    assertThat(search(replays, null, Integer.MAX_VALUE).orElseThrow())
        .isInstanceOf(Step.Found.class);
    assertThat(replayed.stream().filter("d"::equals)).hasSize(2);
    Files.delete(folder.resolve("replays.jsonl"));
    assertThatThrownBy(
            () -> search(options -> Replayed.without(End.REFUSED, "--set: no"), null, 99))
        .isInstanceOf(UsageException.class)
        .hasMessage("--set: no");
  }
}
