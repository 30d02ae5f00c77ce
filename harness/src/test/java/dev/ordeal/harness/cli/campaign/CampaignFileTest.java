package dev.ordeal.harness.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.campaign.PlannedRun;
import dev.ordeal.harness.campaign.Seeds;
import dev.ordeal.harness.campaign.Shard;
import dev.ordeal.harness.cli.RunOptionsOfCommand;
import dev.ordeal.harness.cli.replay.RunWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a campaign's file says, and what is said of a wrong one. */
class CampaignFileTest {
  private static final int CHARACTERS_MAX = 200;

  @TempDir private Path folder;

  private CampaignFile read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("nightly.yml"), text);
    return CampaignFile.read(file, RunOptionsOfCommand.spec(), Seeds.parse("1"));
  }

  private static CampaignPlan plan(CampaignFile file, Shard shard) throws Exception {
    return CampaignPlan.of(
        file.combinations(),
        RunWords.NONE,
        shard,
        false,
        words -> new CampaignPlan.Checked(words.target(), Duration.ofMinutes(1)));
  }

  private static List<String> words(CampaignFile file) throws Exception {
    return plan(file, Shard.WHOLE).runs(0).stream()
        .map(run -> String.join(" ", run.words()))
        .toList();
  }

  @Test
  void severalValuesMakeSeveralCombinations() throws Exception {
    CampaignFile file =
        read(
            """
            seeds: 1..2
            options:
              time-limit: 30s
              nodes: 3
            runs:
              - target: brittle
                bug: [~, split-brain, [dirty-read, forgetful]]
                faults: [partition, [kill, pause]]
                nodes: 5
                seeds: 7
              - target: [zookeeper, my.yml]
                set: {reads: plain, version: [3.8, 3.9]}
                provision: true
            """);
    assertThat(file.name()).isEqualTo("nightly");
    assertThat(words(file))
        .hasSize(6 + 2 * 2 * 2)
        .contains(
            "brittle --time-limit 30s --nodes 5 --faults partition --seed 7",
            "brittle --time-limit 30s --nodes 5 --bug split-brain --faults kill,pause --seed 7",
            "brittle --time-limit 30s --nodes 5 --bug dirty-read --bug forgetful --faults"
                + " partition --seed 7",
            "zookeeper --time-limit 30s --nodes 3 --set reads=plain --set version=3.9 --provision"
                + " --seed 2",
            "my.yml --time-limit 30s --nodes 3 --set reads=plain --set version=3.8 --provision"
                + " --seed 1");
  }

  @Test
  void oneSeedOfEachIsMadeBeforeAnotherAndTheGreatestPriorityFirst() throws Exception {
    CampaignFile file =
        read(
            """
            seeds: 1..2
            runs:
              - target: a
              - {target: b, priority: 5}
              - {target: c, seeds: 9}
            """);
    assertThat(words(file))
        .containsExactly("b --seed 1", "b --seed 2", "a --seed 1", "c --seed 9", "a --seed 2");
  }

  @Test
  void shardsHaveEachRunOnceAndSomeOfEachCombination() throws Exception {
    CampaignFile file = read("seeds: 1..6\nruns:\n  - {target: [a, b, c, d]}\n");
    List<String> all = new ArrayList<>();
    for (int shard = 1; shard <= 2; shard++) {
      List<PlannedRun> runs = plan(file, new Shard(shard, 2)).runs(0);
      assertThat(runs).hasSize(12);
      assertThat(runs.stream().filter(run -> run.combination() == 0)).hasSize(3);
      runs.forEach(run -> all.add(run.number() + " " + run.words()));
    }
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            plan(file, Shard.WHOLE).runs(0).stream()
                .map(run -> run.number() + " " + run.words())
                .toList());
    assertThatThrownBy(() -> plan(file, new Shard(90, 100)))
        .hasMessageContaining("none of the campaign's 24");
    assertThat(plan(file, new Shard(1, 2)).digest())
        .isEqualTo(plan(file, new Shard(2, 2)).digest())
        .isNotEqualTo(plan(read("seeds: 1..6\nruns: [{target: a}]"), Shard.WHOLE).digest());
  }

  @Test
  void limitsAndQuarantineAreRead() throws IOException {
    CampaignFile file =
        read(
            """
            name: every-night
            for: 2h
            max-runs: 60
            jobs: 2
            retry-unknown: 0
            until-invalid: true
            runs: [{target: brittle}]
            quarantine:
              - signature: "brittle*: stale-read"
                owner: ann
                reason: fixed in 3.7
                expires: 2026-12-31
            """);
    assertThat(file.name()).isEqualTo("every-night");
    assertThat(file.time()).contains(Duration.ofHours(2));
    assertThat(file.runs()).hasValue(60);
    assertThat(file.jobs()).hasValue(2);
    assertThat(file.retries()).hasValue(0);
    assertThat(file.untilInvalid()).isTrue();
    assertThat(file.quarantine().getFirst().covers("brittle register: stale-read")).isTrue();
    assertThat(file.quarantine().getFirst().covers("brittle register: lost-update")).isFalse();
  }

  @Test
  void aRunThatIsPlannedTwiceIsRefused() throws Exception {
    for (String twice :
        List.of(
            "seeds: 1\nruns:\n- {target: a, bug: x}\n- {target: a, bug: x}\n",
            "runs:\n- {target: a, seeds: 1..3}\n\n- {target: a, seeds: '3,7'}\n",
            "seeds: 2 new\nruns:\n- {target: a}\n- {target: a, seeds: 3 new, priority: 1}\n",
            "seeds: 1\nruns:\n- {target: a,\n   faults: [kill, kill]}\n")) {
      assertThatThrownBy(() -> read(twice))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(
              "(?s).*, line [345]: runs: the same runs with the same seeds as in line [234]");
    }
    String different = "runs:\n- {target: a, seeds: 1..3}\n- {target: a, seeds: 2 new}\n";
    assertThat(words(read(different))).hasSize(5);
    CampaignFile made = read("seeds: 1..2\nruns:\n- {target: a, nodes: [3, 5]}\n");
    RunWords given = new RunWords("", Map.of("--nodes", List.of("7")));
    CampaignPlan plan =
        CampaignPlan.of(
            made.combinations(),
            given,
            Shard.WHOLE,
            false,
            words -> new CampaignPlan.Checked(words.target(), Duration.ofMinutes(1)));
    assertThat(plan.runs(0)).extracting(PlannedRun::seed).containsExactly(1L, 2L);
  }

  private void refused(String text, String... expected) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(expected)
        .satisfies(
            message ->
                assertThat(message.replace(folder.toString(), "DIR").length())
                    .isLessThanOrEqualTo(CHARACTERS_MAX));
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    refused("", "line 1: the file is empty; a mapping with runs");
    refused("# nothing yet\n", "line 1: the file is empty; a mapping with runs");
    refused("seeds: 1..3\n", "the key 'runs' is missing");
    refused("runs: []\n", "line 1: runs: no runs");
    refused("runs:\n- {target: a}\n- {bug: x}\n", "line 3: runs: the key 'target' is missing");
    refused("runs:\n- target: a\n  fualts: kill\n", "line 3", "did you mean 'faults'?");
    refused("runs: [{target: a}]\noptions:\n  raet: 5\n", "line 3", "did you mean 'rate'?");
    refused("runs:\n- targt: a\n", "line 2: runs.targt: ", "did you mean 'target'?");
    refused("runs:\n- target: a\n  priorty: 1\n", "line 3", "did you mean 'priority'?");
    refused(
        "runs: [{target: a}]\noptions:\n  retry-unknown: 0\n",
        "line 3: options.retry-unknown: a key of the file itself: write it beside 'runs'");
    refused("runs:\n- target: a\n  for: 2h\n", "line 3: runs.for: a key of the file itself");
    refused("runs: [{target: a}]\noptions: {seeds: 1..3}\n", "a key of an entry: write it in");
    refused("runs: [{target: a, seed: 3}]\n", "seeds are the entry's key 'seeds'");
    refused("seeds: 20..1\nruns: [{target: a}]\n", "line 1: seeds: the seeds '20..1' go backwards");
    refused("for: ever\nruns: [{target: a}]\n", "line 1: for: 'ever' is no time");
    refused("jobs: 0\nruns: [{target: a}]\n", "line 1: jobs: a whole number from 1");
    refused("runs: [{target: a}]\nseds: 3\n", "line 2: seds: unknown key; did you mean 'seeds'?");
    refused("name: a/b\nruns: [{target: a}]\n", "'a/b' is no name of a folder");
    refused("runs: [{target: a, provision: maybe}]\n", "true or false expected");
    String entry = "runs: [{target: a}]\nquarantine:\n- {signature: x, owner: o, reason: r, ";
    refused(entry + "expires: soon}\n", "line 3", "'soon' is no date; write 2026-12-31");
    refused(entry + "expires: 2026-02-30}\n", "'2026-02-30' is no date");
    refused(entry.replace("owner: o, ", "") + "expires: 2026-12-31}\n", "'owner' is missing");
    refused(entry.replace(": x", ": '*'") + "expires: 2026-12-31}\n", "would hide every failure");
  }

  @Test
  void anEntryWithoutValuesIsRefusedAndDoesNotVanish() {
    String entries = "runs:\n- {target: a}\n- target: b\n  ";
    refused(entries + "bug: []\n", "line 4: runs.bug: no values");
    refused(entries + "nodes: []\n", "line 4: runs.nodes: no values");
    refused(entries + "faults: [partition, []]\n", "line 4: runs.faults: no values");
    refused(entries + "set: {reads: []}\n", "line 4: runs.set.reads: no values");
    refused(entries + "set: []\n", "line 4: runs.set: no values");
    refused("runs:\n- target: []\n", "line 2: runs.target: no values");
    refused("runs:\n- {target: a}\noptions:\n  bug: []\n", "line 4: options.bug: no values");
    refused("runs:\n  - target: a\n    faults: []\n", "line 3: runs.faults: no values");
  }
}
