package dev.ordeal.harness.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.results.campaign.CampaignHtml;
import dev.ordeal.results.campaign.CampaignJson;
import dev.ordeal.results.campaign.CampaignMarkdown;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignText;
import dev.ordeal.results.campaign.EarlierNights;
import dev.ordeal.results.campaign.NotSeen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a campaign beside each other. */
class TrendTest {
  private static final String STALE = "a register: stale-read";

  @TempDir private Path folder;

  /** A night with valid runs of a register, and some that are invalid. */
  private CampaignReport night(String night, int valid, int stale) throws IOException {
    MadeUpNight made = new MadeUpNight(folder);
    for (int i = 0; i < valid; i++) {
      made.ended("a register", 0, "fine");
    }
    for (int i = 0; i < stale; i++) {
      made.ended("a register", 1, "old", "stale-read");
    }
    return made.report(night, valid + stale);
  }

  private CampaignReport over(CampaignReport report) throws IOException {
    EarlierNights.read(folder).add(report, folder);
    return report;
  }

  @Test
  void whatIsNotSeenAnyMoreMayBeGoneOrBeChance() throws IOException {
    over(night("2026-11-25T01-00-00.000Z", 10, 0));
    over(night("2026-11-26T01-00-00.000Z", 17, 3));
    over(night("2026-11-27T01-00-00.000Z", 20, 0));
    CampaignReport tonight = night("2026-11-28T01-00-00.000Z", 20, 0);
    // Drawing 3 of 60 runs, and none of the last 20: 40 · 39 · 38 / (60 · 59 · 58).
    assertThat(tonight.notSeen())
        .containsExactly(new NotSeen(STALE, "a register", "2026-11-26T01-00-00.000Z", 3, 40, 20));
    assertThat(tonight.notSeen().getFirst().chance()).isCloseTo(59280.0 / 205320, within(1e-9));
    assertThat(CampaignText.lines(tonight, "x", 0))
        .contains("  not seen     a register: stale-read  0/20, 3/40 before, by chance: 29 %");
    assertThat(CampaignMarkdown.of(tonight))
        .contains(
            "Not seen: a register: stale-read: 0 of 20 runs, 3 of 40 before, last on 2026-11-26;"
                + " by chance: 29 %.");
    assertThat(CampaignHtml.of(tonight))
        .contains("<h2>Nights</h2>", "<td class=\"seen\">3/20</td>", "<td class=\"\">0/20</td>")
        .contains("title=\"17 valid\"", "<li>a register: stale-read: 0 of 20 runs,");
    assertThat(CampaignJson.of(tonight, "x", 0))
        .contains("\"notSeen\":[{\"signature\":\"a register: stale-read\"")
        .contains("\"nightsBefore\":[{\"night\":\"2026-11-25T01-00-00.000Z\"");
  }

  @Test
  void whatIsSeenBesideSomethingGraverIsNotGone() throws IOException {
    over(night("2026-11-26T01-00-00.000Z", 17, 3));
    MadeUpNight made = new MadeUpNight(folder);
    made.ended("a register", 1, "lost", "lost-update", "stale-read");
    assertThat(made.report("2026-11-27T01-00-00.000Z", 1).notSeen()).isEmpty();
  }

  @Test
  void whatWasNotTestedIsNotGone() throws IOException {
    over(night("2026-11-26T01-00-00.000Z", 17, 3));
    MadeUpNight made = new MadeUpNight(folder);
    made.ended("b register", 0, "fine");
    CampaignReport other = made.report("2026-11-27T01-00-00.000Z", 1);
    assertThat(other.notSeen()).isEmpty();
    assertThat(CampaignHtml.of(other)).contains("<td class=\"\">–</td>");
  }

  @Test
  void aFirstNightHasNoTrend() throws IOException {
    CampaignReport first = night("2026-11-26T01-00-00.000Z", 1, 1);
    assertThat(CampaignHtml.of(first)).doesNotContain("<h2>Nights</h2>", "<h2>Not seen</h2>");
    over(first);
    assertThat(night("2026-11-26T01-00-00.000Z", 1, 1).before())
        .as("itself is not before it")
        .isEmpty();
  }

  @Test
  void aNightThatIsConcludedTwiceCountsOnce() throws IOException {
    over(night("2026-11-26T01-00-00.000Z", 17, 3));
    over(night("2026-11-26T01-00-00.000Z", 17, 3));
    assertThat(night("2026-11-27T01-00-00.000Z", 1, 0).before()).hasSize(1);
  }

  @Test
  void aSummaryKeepsToTwelveLinesWhateverThereIs() throws IOException {
    MadeUpNight before = new MadeUpNight(folder);
    before.ended("a register", 1, "old", "gone");
    over(before.report("2026-11-26T01-00-00.000Z", 1));
    MadeUpNight made = new MadeUpNight(folder);
    made.ended("a register", 0, "fine");
    for (char subject = 'b'; subject < 'm'; subject++) {
      made.ended(subject + " register", 1, "old", "stale-read");
    }
    CampaignReport report =
        made.report("2026-11-27T01-00-00.000Z", 99, MadeUpNight.quarantined("b*", "2026-12-31"));
    List<String> lines = CampaignText.lines(report, "x", 1);
    assertThat(lines).hasSize(12).allMatch(line -> line.length() <= 80);
    assertThat(lines).anyMatch(line -> line.startsWith("  not seen     a register: gone"));
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    Files.writeString(folder.resolve("nights.json"), "[{");
    assertThatThrownBy(() -> EarlierNights.read(folder))
        .hasMessageContaining("nights.json is damaged: repair it, or delete it");
  }
}
