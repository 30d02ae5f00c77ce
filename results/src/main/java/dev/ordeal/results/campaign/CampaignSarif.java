package dev.ordeal.results.campaign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A campaign's failures as SARIF 2.1.0, a result a signature: new ones and those that an earlier
 * night had are told apart, quarantined ones are suppressed.
 */
public final class CampaignSarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private CampaignSarif() {}

  /** The document. */
  public static String of(CampaignReport report) {
    List<Object> rules =
        report.groups().stream()
            .map(CampaignSarif::rule)
            .distinct()
            .map(CampaignSarif::rule)
            .toList();
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "Ordeal");
    driver.put("version", report.version());
    driver.put("rules", rules);
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("automationDetails", Map.of("id", "ordeal/" + report.name() + "/" + report.night()));
    run.put("results", report.groups().stream().map(CampaignSarif::result).toList());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", SCHEMA);
    document.put("version", "2.1.0");
    document.put("runs", List.of(run));
    return JSON.writeValueAsString(document) + "\n";
  }

  /** What kind of failure it is: its gravest anomaly, or why there is no verdict. */
  private static String rule(FailureGroup group) {
    return group.ends().getFirst().kind();
  }

  private static Object rule(String id) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", id);
    rule.put("shortDescription", Map.of("text", id));
    return rule;
  }

  private static Map<String, Object> result(FailureGroup group) {
    RunEnd example = group.example();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", rule(group));
    result.put("level", group.ending() == Ending.INVALID ? "error" : "warning");
    result.put(
        "message",
        Map.of(
            "text",
            "%s. Seen in %s. %s".formatted(group.signature(), group.rate(), example.reason())));
    String where = example.report().isEmpty() ? example.console() : example.report();
    result.put(
        "locations",
        List.of(
            Map.of(
                "physicalLocation",
                Map.of("artifactLocation", Map.of("uri", CampaignReport.link(where))))));
    result.put("partialFingerprints", Map.of("ordealSignature/v1", digest(group.signature())));
    result.put("baselineState", group.isNew() ? "new" : "unchanged");
    group
        .quarantine()
        .ifPresent(
            entry ->
                result.put(
                    "suppressions",
                    List.of(
                        Map.of(
                            "kind",
                            "external",
                            "justification",
                            "%s, until %s: %s"
                                .formatted(entry.owner(), entry.expires(), entry.reason())))));
    return result;
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
