package dev.ordeal.harness.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.CampaignText;
import dev.ordeal.results.campaign.EarlierNights;
import dev.ordeal.results.campaign.Ending;
import dev.ordeal.results.campaign.FailureGroup;
import dev.ordeal.results.campaign.KnownFailures;
import dev.ordeal.results.campaign.Quarantined;
import dev.ordeal.results.campaign.RunEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a campaign's report says of runs that ended one way or another. */
class ReportingTest {
  private static final int LINES_MAX = 12;
  private static final int COLUMNS = 80;

  @TempDir private Path folder;
  private MadeUpNight made;

  private void ended(String subject, int code, String reason, String... anomalies) {
    made.ended(subject, code, reason, anomalies);
  }

  private CampaignReport report(String night, int planned, Quarantined... quarantine)
      throws IOException {
    return made.report(night, planned, quarantine);
  }

  @BeforeEach
  void nothing() {
    made = new MadeUpNight(folder);
  }

  @Test
  void failuresWithOneSignatureAreOneGroupWithItsRate() throws IOException {
    for (int i = 0; i < 7; i++) {
      ended("a register", 0, "fine");
    }
    ended("a register", 1, "old", "stale-read");
    ended("a register", 1, "older", "stale-read");
    ended("a register", 1, "lost", "lost-update", "stale-read");
    ended("b register", 1, "old", "stale-read");
    ended("b register", 69, "no such program");
    CampaignReport report = report("2026-11-30", 12);
    assertThat(report.worst()).isEqualTo(Ending.INVALID);
    assertThat(report.counts()).isEqualTo("7 valid, 4 invalid, 1 unavailable");
    assertThat(report.groups())
        .extracting(FailureGroup::signature)
        .containsExactly(
            "a register: stale-read",
            "a register: lost-update",
            "b register: stale-read",
            "b register: unavailable (no such program)");
    FailureGroup stale = report.groups().getFirst();
    assertThat(stale.rate())
        .as("that beside something graver counts, too")
        .isEqualTo("3 of 10 runs (7 to 65 %)");
    assertThat(stale.beside()).isEmpty();
    assertThat(report.groups().get(1).beside()).isEqualTo("stale-read in 1");
    assertThat(stale.example().run()).as("fewest operations").isEqualTo(8);
    assertThat(stale.status()).isEqualTo("new");
    assertThat(report.assurance())
        .isEqualTo("7,800 operations, 36 faults held (kill 24, pause 12), 36 leader changes");
  }

  @Test
  void theExitCodeIsThatOfTheHeaviestFailureThatCounts() throws IOException {
    assertThat(report("none", 3).worst().exitCode()).as("nothing was tested").isEqualTo(2);
    int[] codes = {0, 2, 69, 64, 70, 1};
    for (int i = 0; i < codes.length; i++) {
      ended("s" + i, codes[i], "why");
      assertThat(report("night" + i, 6).worst().exitCode()).isEqualTo(codes[i]);
    }
    Collections.reverse(made.ends);
    assertThat(report("reversed", 6).worst().exitCode()).isEqualTo(1);
    made.ends.clear();
    ended("s", 137, "killed");
    assertThat(report("killed", 6).worst().exitCode()).isEqualTo(70);
    made.ends.clear();
    ended("s", 130, "interrupted");
    assertThat(report("interrupted", 6).worst().exitCode()).isEqualTo(2);
  }

  @Test
  void whatIsQuarantinedDoesNotCountUntilItExpires() throws IOException {
    ended("a register", 1, "old", "stale-read");
    ended("b register", 2, "no reads");
    Quarantined open = MadeUpNight.quarantined("a *: stale-read", "2026-11-30");
    CampaignReport report = report("one", 2, open, MadeUpNight.quarantined("c*", "2027-01-01"));
    assertThat(report.worst()).isEqualTo(Ending.UNKNOWN);
    assertThat(report.quarantined()).isEqualTo(1);
    assertThat(report.unused()).extracting(Quarantined::signature).containsExactly("c*");
    FailureGroup hidden = report.groups().getLast();
    assertThat(hidden.status()).isEqualTo("quarantined");
    assertThat(hidden.note()).isEqualTo("ann, until 2026-11-30: known defect");
    assertThat(CampaignText.lines(report, "x", 2))
        .anyMatch(line -> line.contains("quarantined  a register: stale-read"))
        .anyMatch(line -> line.contains("2 (1 quarantined failure not counted)"));

    CampaignReport expired = report("two", 2, MadeUpNight.quarantined("a*", "2026-11-29"));
    assertThat(expired.worst()).isEqualTo(Ending.INVALID);
    assertThat(expired.quarantined()).isZero();
    assertThat(expired.groups().getFirst().note())
        .isEqualTo("quarantine of ann expired on 2026-11-29");
    assertThat(CampaignText.lines(expired, "x", 1))
        .contains("  expired      ann's quarantine, 2026-11-29; what it covered counts again");
    assertThat(CampaignText.lines(report, "x", 2)).noneMatch(line -> line.contains("expired"));
  }

  /** Which cycles a history shows beside the gravest anomaly is chance. */
  @Test
  void oneDefectIsOneFailure() throws IOException {
    ended("a list-append", 1, "why", "incompatible-order", "G-single-item", "G2-item-process");
    ended("a list-append", 1, "why", "incompatible-order", "G2-item");
    CampaignReport report = report("2026-11-30", 2, MadeUpNight.quarantined("b*", "2026-12-01"));
    assertThat(report.groups()).hasSize(1);
    assertThat(report.groups().getFirst().signature())
        .isEqualTo("a list-append: incompatible-order");
    assertThat(report.groups().getFirst().beside())
        .isEqualTo("G-single-item in 1, G2-item in 1, G2-item-process in 1");
    assertThat(report.groups().getFirst().rate()).startsWith("2 of 2 runs ");
  }

  @Test
  void noTwoLinesSayTheSame() throws IOException {
    String subject = "brittle+stale-snapshot+forgetful+split-brain list-append";
    ended(subject, 1, "why", "incompatible-order");
    ended(subject, 1, "why", "cyclic-versions");
    String cause = "x".repeat(60);
    ended("a register", 70, cause + " of one kind");
    ended("a register", 70, cause + " of another kind");
    List<String> lines = CampaignText.lines(report("2026-11-30", 4), "x", 1).subList(1, 5);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(COLUMNS));
    assertThat(lines.stream().map(line -> line.substring(0, 60))).doesNotHaveDuplicates();
    assertThat(lines)
        .anyMatch(line -> line.matches("  new +brittle.+….+-append: incompatible-order  1/2 .*"))
        .anyMatch(
            line -> line.matches("  new +a register: internal [(]x+… [(]run [34][)]  1/2 .*"));
  }

  @Test
  void aNightWithoutAValidRunIsUnknownWhateverIsQuarantined() throws IOException {
    ended("a register", 1, "old", "stale-read");
    ended("a register", 2, "no reads");
    CampaignReport hidden = report("one", 2, MadeUpNight.quarantined("a*", "2026-11-30"));
    assertThat(hidden.worst()).isEqualTo(Ending.UNKNOWN);
    assertThat(hidden.incomplete())
        .contains("nothing was tested: no run is valid, all 2 are quarantined");
    CampaignReport half = report("half", 2, MadeUpNight.quarantined("*stale*", "2026-11-30"));
    assertThat(half.worst()).isEqualTo(Ending.UNKNOWN);
    assertThat(half.incomplete()).contains("no run is valid");
    ended("b register", 0, "");
    CampaignReport valid = report("two", 3, MadeUpNight.quarantined("a*", "2026-11-30"));
    assertThat(valid.worst()).isEqualTo(Ending.VALID);
    assertThat(valid.incomplete()).isEmpty();
  }

  @Test
  void aNightWhoseTargetsNeverStartedIsNotValid() throws IOException {
    ended("a register", 69, "no such program");
    CampaignReport hidden = report("one", 1, MadeUpNight.quarantined("a*", "2026-11-30"));
    assertThat(hidden.worst().exitCode()).isEqualTo(2);
    assertThat(CampaignText.lines(hidden, "x", 2))
        .contains("UNKNOWN: 1 run in 0 s: 1 unavailable")
        .anyMatch(line -> line.contains("nothing was tested: no run is valid, the only one is"));
    made.ends.clear();
    CampaignReport empty = report("none", 0);
    assertThat(empty.worst()).isEqualTo(Ending.UNKNOWN);
    assertThat(empty.incomplete()).contains("nothing was tested: no run came to its end");
  }

  @Test
  void whatAnEarlierNightHadIsKnown() throws IOException {
    ended("a register", 1, "old", "stale-read");
    CampaignReport first = report("2026-11-28", 1);
    assertThat(first.groups().getFirst().status()).isEqualTo("new");
    KnownFailures known = KnownFailures.read(folder);
    known.add(first, folder);
    known.add(first, folder);
    assertThat(report("2026-11-28", 1).groups().getFirst().isNew()).as("this night's").isTrue();
    ended("a register", 1, "lost", "lost-update");
    CampaignReport second = report("2026-11-29", 2);
    assertThat(second.groups())
        .extracting(FailureGroup::status, FailureGroup::note)
        .containsExactly(tuple("new", ""), tuple("known", "since 2026-11-28"));
    KnownFailures.read(folder).add(second, folder);
    assertThat(KnownFailures.read(folder).all().get("a register: stale-read"))
        .isEqualTo(
            new KnownFailures.Known("a register: stale-read", "2026-11-28", "2026-11-29", 2));
    Files.writeString(folder.resolve("known-failures.json"), "[{");
    assertThatThrownBy(() -> KnownFailures.read(folder)).hasMessageContaining("is damaged");
  }

  @Test
  void shardsAreOneCampaign() throws IOException {
    made.shard = "1/3";
    made.ended(1, "a register", 0, "");
    CampaignState first = made.night("one/night1", 1);
    made.ends.clear();
    made.shard = "2/3";
    made.ended(2, "a register", 1, "old", "stale-read");
    CampaignState second = made.night("two/night2", 2);
    Path to = folder.resolve("merged");
    Reporting reporting = new Reporting(EarlierNights.read(folder), MadeUpNight.TODAY);
    CampaignReport report = reporting.of(CampaignState.merged(List.of(second, first), to));
    assertThat(report.counts()).isEqualTo("1 valid, 1 invalid");
    assertThat(report.gaps()).containsExactly("shard 3/3 is missing");
    assertThat(report.incomplete())
        .contains("shard 3/3 is missing; 1 run not made: the time is over");
    RunEnd invalid = report.groups().getFirst().example();
    assertThat(invalid.report()).isEqualTo("../two/night2/runs/0002/x/y/report.html");
    assertThat(report.groups().getFirst().of()).isEqualTo(2);
    assertThat(reporting.of(CampaignState.merged(List.of(first), to)).worst())
        .as("two shards are missing")
        .isEqualTo(Ending.UNKNOWN);
    made.ends.clear();
    made.shard = "2/2";
    CampaignState without = made.night("without/night1", 2);
    made.shard = "1/2";
    made.ended(1, "a register", 0, "");
    CampaignState half = made.night("half/night1", 1);
    CampaignReport idle = reporting.of(CampaignState.merged(List.of(half, without), to));
    assertThat(idle.worst()).isEqualTo(Ending.UNKNOWN);
    assertThat(idle.gaps()).containsExactly("shard 2/2 made no run: the time is over");
    assertThatThrownBy(() -> CampaignState.merged(List.of(first, first), to))
        .hasMessageContaining("are both shard 1/3");
    made.shard = "2/2";
    CampaignState other = made.night("other", 1);
    assertThatThrownBy(() -> CampaignState.merged(List.of(first, other), to))
        .hasMessageContaining("another number of shards");
  }

  @Test
  void theSummaryFitsATerminal() throws IOException {
    for (int i = 0; i < 12; i++) {
      ended("a database with a long name " + i + " register", 1, "why", "stale-read");
      ended("a database with a long name " + i + " register", 0, "");
    }
    CampaignReport report =
        report("2026-11-30", 100, MadeUpNight.quarantined("*name 3*", "2026-12-01"));
    List<String> lines = CampaignText.lines(report, "campaigns/n/2026-11-30", 1);
    assertThat(lines).hasSize(LINES_MAX).contains("  … and 6 more, in the report");
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(COLUMNS))
        .anyMatch(line -> line.contains("  incomplete   76 runs not made: the time is over"));
    for (RunEnd end : made.ends) {
      assertThat(CampaignText.line(end, 10, 100).length()).isLessThanOrEqualTo(COLUMNS);
    }
  }
}
