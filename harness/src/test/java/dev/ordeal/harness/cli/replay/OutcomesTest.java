package dev.ordeal.harness.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.replay.Attempt.Outcome;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** How often replays failed, and what they had otherwise. */
class OutcomesTest {
  private static final String VALID = "true, \"anomalies\": []";
  private static final String STALE = "false, \"anomalies\": [\"stale-read\"]";

  static RunFacts facts(String valid, int operations) {
    return new RunFacts(
        JsonMapper.builder()
            .build()
            .readTree(
                """
                {"valid": %s, "checkers": {"statistics": {"operations": %d},
                 "whole-run": {"rate": 10, "rate-asked": 20},
                 "faults": {"held": 1, "skipped": ["x"]}}}
                """
                    .formatted(valid, operations)));
  }

  static Attempt attempt(String valid, int operations, String digest, String version) {
    RunInfo info =
        new RunInfo(
            "id",
            "finished",
            "brittle",
            "register",
            "process",
            1,
            digest,
            List.of("n1"),
            Map.of(),
            "",
            null,
            Map.of("ordeal", version),
            "line " + operations,
            "",
            "",
            "",
            List.of());
    return new Attempt(null, info, facts(valid, operations), 1);
  }

  @Test
  void whatFailedIsCountedByWhatWasRecorded() {
    List<Attempt> attempts =
        List.of(
            attempt(VALID, 10, "a", "1"),
            attempt(STALE, 30, "a", "1"),
            attempt("false, \"anomalies\": [\"lost-update\", \"stale-read\"]", 20, "a", "1"),
            attempt("false, \"anomalies\": [\"lost-update\"]", 5, "a", "1"),
            attempt("\"unknown\", \"anomalies\": []", 1, "a", "1"));
    Outcomes outcomes = new Outcomes(List.of("stale-read"), 10, attempts);
    assertThat(outcomes.count(Outcome.SAME)).isEqualTo(2);
    assertThat(outcomes.count(Outcome.OTHER)).isEqualTo(1);
    assertThat(outcomes.failed()).isEqualTo(3);
    assertThat(outcomes.worst()).isEqualTo(Verdict.INVALID);
    assertThat(outcomes.best().orElseThrow().info().reproduce()).isEqualTo("line 20");
    assertThat(outcomes.lines())
        .containsExactly(
            "5 of 10 replays: 2 invalid as recorded (stale-read), 1 invalid otherwise, 1 unknown,"
                + " 1 valid",
            "  failed        3 of 5, 60 % (95 % confidence: 15 to 95 %)",
            "  stale-read    2 of 5, 40 % (95 % confidence: 5 to 85 %)",
            "  lost-update   2 of 5, 40 % (95 % confidence: 5 to 85 %) (not recorded)");
  }

  @Test
  void ofAValidRunEveryFailureIsAnother() {
    Outcomes outcomes = new Outcomes(List.of(), 1, List.of(attempt(STALE, 30, "a", "1")));
    assertThat(outcomes.lines().getFirst()).isEqualTo("1 replay: 1 invalid");
    Outcomes none = new Outcomes(List.of(), 3, List.of());
    assertThat(none.worst()).isEqualTo(Verdict.UNKNOWN);
    assertThat(none.lines()).containsExactly("0 of 3 replays: none came to its end");
    Outcomes valid = new Outcomes(List.of("x"), 1, List.of(attempt(VALID, 1, "a", "1")));
    assertThat(valid.worst()).isEqualTo(Verdict.VALID);
    assertThat(valid.best()).isEmpty();
  }

  @Test
  void aRunThatSaysNothingIsComparedWithNothing() {
    Map<String, String> versions = new HashMap<>();
    versions.put("ordeal", null);
    RunInfo info =
        new RunInfo(
            null, null, null, null, null, 0, null, null, null, null, null, versions, null, null,
            null, null, null);
    RunFacts nothing = new RunFacts(JsonMapper.builder().build().createObjectNode());
    RecordedRun recorded =
        new RecordedRun(null, info, new RunWords("brittle", Map.of()), false, nothing);
    assertThat(nothing.verdict()).isEmpty();
    assertThat(recorded.describe()).contains("no verdict");
    assertThat(new Differences(recorded, List.of(attempt(VALID, 3, "a", "1")), List.of()).lines())
        .contains("  operations    –         3", "  plan                    another one")
        .contains("  ordeal        –         1");
  }

  @Test
  void whatIsNotTheSameIsInTheTable() {
    Attempt before = attempt(STALE, 1200, "a", "1");
    RecordedRun recorded =
        new RecordedRun(
            null, before.info(), new RunWords("brittle", Map.of()), true, before.facts());
    List<Attempt> same = List.of(attempt(STALE, 1100, "a", "1"), attempt(VALID, 1300, "a", "1"));
    assertThat(new Differences(recorded, same, List.of()).lines())
        .containsExactly(
            "                recorded  replays",
            "  operations    1,200     1,100 to 1,300",
            "  rate asked    20        20",
            "  rate reached  10        10",
            "  faults held   1         1",
            "  skipped       1         1",
            "  plan                    the same");
    List<Attempt> other = List.of(attempt(VALID, 1300, "b", "2"));
    assertThat(new Differences(recorded, other, List.of("--rate 5 (recorded: 20)")).lines())
        .contains(
            "  plan                    another one",
            "  ordeal        1         2",
            "  changed       --rate 5 (recorded: 20)");
  }
}
