package dev.ordeal.harness.cli.campaign;

import dev.ordeal.results.campaign.CampaignHeader;
import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.EarlierNights;
import dev.ordeal.results.campaign.Quarantined;
import dev.ordeal.results.campaign.RunEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nights of a campaign whose runs are made up. */
final class MadeUpNight {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

  private final Path folder;
  final List<RunEnd> ends = new ArrayList<>();
  String shard = "1/1";

  MadeUpNight(Path folder) {
    this.folder = folder;
  }

  void ended(String subject, int code, String reason, String... anomalies) {
    ended(ends.size() + 1, subject, code, reason, anomalies);
  }

  void ended(int number, String subject, int code, String reason, String... anomalies) {
    boolean isJudged = code <= 2;
    ends.add(
        new RunEnd(
            number,
            1,
            subject,
            subject,
            number,
            code,
            2,
            isJudged ? "runs/%04d/x/y".formatted(number) : "",
            "runs/%04d/console-1.txt".formatted(number),
            List.of(anomalies),
            code == 0 || code == 1 ? "" : reason,
            reason,
            100L * number,
            Map.of("kill", 2, "pause", 1),
            3,
            "./ordeal run x"));
  }

  CampaignState night(String night, int planned, Quarantined... quarantine) throws IOException {
    Path own = folder.resolve(night);
    try (CampaignLog log = CampaignLog.open(own)) {
      log.created(new CampaignHeader("n", night, "d", shard, planned, 0, "./ordeal", "1"));
      log.begun(List.of(quarantine));
      for (RunEnd end : ends) {
        log.ended(end);
      }
      log.over("the time is over");
    }
    return CampaignState.read(own).orElseThrow();
  }

  CampaignReport report(String night, int planned, Quarantined... quarantine) throws IOException {
    return new Reporting(EarlierNights.read(folder), TODAY).of(night(night, planned, quarantine));
  }

  static Quarantined quarantined(String signature, String expires) {
    return new Quarantined(signature, "ann", "known defect", expires);
  }
}
