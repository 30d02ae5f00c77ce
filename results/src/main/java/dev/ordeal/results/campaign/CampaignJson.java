package dev.ordeal.results.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A campaign as one JSON document. */
public final class CampaignJson {
  private CampaignJson() {}

  /** The document, in one line. */
  public static String of(CampaignReport report, String folder, int exitCode) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("campaign", report.name());
    json.put("night", report.night());
    json.put("folder", folder);
    json.put("worst", report.worst().text());
    json.put("exitCode", exitCode);
    json.put("over", report.over());
    json.put("seconds", report.seconds());
    json.put("planned", report.planned());
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Ending ending : Ending.values()) {
      counts.put(ending.text(), report.count(ending));
    }
    json.put("runs", counts);
    json.put("gaps", report.gaps());
    json.put("quarantined", report.quarantined());
    json.put("retried", report.retried());
    json.put("skipped", report.skipped());
    json.put("failures", report.groups().stream().map(CampaignJson::group).toList());
    json.put("notSeen", report.notSeen().stream().map(CampaignJson::notSeen).toList());
    json.put("nightsBefore", report.before());
    json.put("operations", report.operations());
    json.put("faultsHeld", report.held());
    json.put("leaderChanges", report.leaderChanges());
    json.put("quarantineUnused", report.unused());
    json.put("results", report.results().stream().map(CampaignJson::run).toList());
    return JsonMapper.builder().build().writeValueAsString(json);
  }

  private static Map<String, Object> group(FailureGroup group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("signature", group.signature());
    json.put("ending", group.ending().text());
    json.put("status", group.status());
    json.put("since", group.since());
    json.put("seen", group.seen());
    json.put("of", group.of());
    json.put("low", group.lower());
    json.put("high", group.upper());
    group.quarantine().ifPresent(entry -> json.put("quarantine", entry));
    group.expired().ifPresent(entry -> json.put("quarantineExpired", entry));
    List<Integer> runs = new ArrayList<>();
    group.ends().forEach(end -> runs.add(end.run()));
    json.put("runs", runs);
    json.put("example", group.example().run());
    json.put("beside", group.beside());
    return json;
  }

  private static Map<String, Object> notSeen(NotSeen failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("signature", failure.signature());
    json.put("last", failure.last());
    json.put("seen", failure.seen());
    json.put("of", failure.of());
    json.put("tonight", failure.tonight());
    json.put("chance", failure.chance());
    return json;
  }

  private static Map<String, Object> run(RunEnd end) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", end.run());
    json.put("subject", end.subject());
    json.put("label", end.label());
    json.put("seed", end.seed());
    json.put("attempt", end.attempt());
    json.put("ending", end.ending().text());
    json.put("code", end.code());
    json.put("seconds", end.seconds());
    json.put("folder", end.folder());
    json.put("console", end.console());
    json.put("anomalies", end.anomalies());
    json.put("signature", end.signature());
    json.put("reason", end.reason());
    json.put("operations", end.operations());
    json.put("faultsHeld", end.held());
    json.put("leaderChanges", end.leaderChanges());
    json.put("reproduce", end.reproduce());
    return json;
  }
}
