package dev.ordeal.harness.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.campaign.CampaignHtml;
import dev.ordeal.results.campaign.CampaignJUnit;
import dev.ordeal.results.campaign.CampaignMarkdown;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignSarif;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people and build servers are told of a campaign. */
class OutputsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;
  private CampaignReport report;

  @BeforeEach
  void runsOfEveryKind() throws IOException {
    MadeUpNight night = new MadeUpNight(folder);
    night.ended("a register", 0, "fine");
    night.ended("a register", 1, "read <b>29</b> & \u001b[31mold|`x`", "stale-read");
    night.ended("a register", 2, "no reads");
    night.ended("b set", 1, "lost", "lost-element");
    night.ended("c set", 69, "no such program");
    night.ended("c set", 70, "Internal error: NullPointerException");
    report =
        night.report(
            "2026-11-30",
            9,
            MadeUpNight.quarantined("b set: lost-element", "2026-12-31"),
            MadeUpNight.quarantined("d*", "2026-12-31"));
  }

  @Test
  void buildServersGetACaseForEachRun() throws Exception {
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(CampaignJUnit.of(report))));
    Element suites = xml.getDocumentElement();
    assertThat(suites.getTagName()).isEqualTo("testsuites");
    assertThat(suites.getAttribute("tests")).isEqualTo("6");
    assertThat(suites.getAttribute("failures")).isEqualTo("1");
    assertThat(suites.getAttribute("errors")).isEqualTo("3");
    assertThat(suites.getAttribute("time")).isEqualTo("12.000");
    assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(3);
    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(6);
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(3);
    Element invalid = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(invalid.getAttribute("message")).contains("read <b>29</b> & \\u001b[31mold");
    assertThat(invalid.getAttribute("type")).isEqualTo("a register: stale-read");
    Element testcase = (Element) invalid.getParentNode();
    assertThat(testcase.getAttribute("classname")).isEqualTo("ordeal.a.register");
    assertThat(testcase.getAttribute("name")).isEqualTo("a register, seed 2 (run 2)");
    assertThat(testcase.getTextContent())
        .contains("report     runs/0002/x/y/report.html", "reproduce  ./ordeal run x");
    Element skipped = (Element) xml.getElementsByTagName("skipped").item(0);
    assertThat(skipped.getAttribute("message"))
        .isEqualTo("quarantined: ann, until 2026-12-31: known defect");
  }

  @Test
  void buildServersSeeAnErrorWhereAllIsQuarantined() throws Exception {
    MadeUpNight night = new MadeUpNight(folder);
    night.ended("a register", 69, "no such program");
    CampaignReport hidden = night.report("2", 1, MadeUpNight.quarantined("a*", "2026-12-31"));
    assertThat(CampaignJUnit.of(hidden))
        .contains("<testsuites name=\"n\" tests=\"2\" failures=\"0\" errors=\"1\"")
        .containsOnlyOnce("<error type=\"unknown\" message=\"nothing was tested: ")
        .containsOnlyOnce("<skipped ");
    assertThat(CampaignJUnit.of(report)).doesNotContain("ordeal.campaign");
  }

  @Test
  void markdownIsText() {
    String markdown = CampaignMarkdown.of(report);
    assertThat(markdown)
        .startsWith("## n: INVALID\n")
        .contains("6 runs in ", "1 valid, 2 invalid, 1 internal, 1 unavailable, 1 unknown.")
        .contains("| new | a register: stale-read | 1 of 3 runs (1 to 91 %) |  |")
        .contains("| quarantined | b set: lost-element |", "`runs/0005/console-1.txt`")
        .contains("Incomplete: 3 runs not made: the time is over.")
        .contains("Not counted: 1 quarantined failure.")
        .contains("Quarantined, but not seen: d\\*")
        .doesNotContain("\u001b");
  }

  @Test
  void jsonHasEverything() throws IOException {
    new Outputs(report, folder, 1).write();
    JsonNode json = JSON.readTree(Files.readString(folder.resolve("summary.json")));
    assertThat(json.path("worst").asString()).isEqualTo("invalid");
    assertThat(json.path("exitCode").asInt()).isEqualTo(1);
    assertThat(json.path("runs").path("unavailable").asInt()).isEqualTo(1);
    assertThat(json.path("failures")).hasSize(5);
    assertThat(json.path("failures").get(0).path("signature").asString())
        .isEqualTo("a register: stale-read");
    assertThat(json.path("failures").get(4).path("quarantine").path("owner").asString())
        .isEqualTo("ann");
    assertThat(json.path("results")).hasSize(6);
    assertThat(json.path("faultsHeld").path("kill").asInt()).isEqualTo(12);
  }

  @Test
  void sarifTellsNewFromKnownAndSuppressed() {
    JsonNode run = JSON.readTree(CampaignSarif.of(report)).path("runs").get(0);
    assertThat(run.path("tool").path("driver").path("name").asString()).isEqualTo("Ordeal");
    assertThat(run.path("tool").path("driver").path("rules")).hasSize(5);
    assertThat(run.path("results")).hasSize(5);
    JsonNode first = run.path("results").get(0);
    assertThat(first.path("ruleId").asString()).isEqualTo("stale-read");
    assertThat(first.path("level").asString()).isEqualTo("error");
    assertThat(first.path("baselineState").asString()).isEqualTo("new");
    assertThat(first.toString()).contains("\"uri\":\"runs/0002/x/y/report.html\"");
    assertThat(run.path("results").get(4).path("suppressions").get(0).path("kind").asString())
        .isEqualTo("external");
  }

  @Test
  void thePageLinksReportsAndIsNoScript() {
    String page = CampaignHtml.of(report);
    assertThat(page)
        .contains("<a href=\"runs/0002/x/y/report.html\">run 2 (seed 2)</a>")
        .contains("read &lt;b&gt;29&lt;/b&gt; &amp; \\u001b[31mold")
        .contains("a register: stale-read", "1 of 3 runs (1 to 91 %)")
        .contains(
            "ann, until 2026-12-31: known defect", "Incomplete: 3 runs not made: the time is over.")
        .contains("<a href=\"runs/0005/console-1.txt\">console</a>")
        .doesNotContain("<b>29", "\u001b", "<script");
  }

  @Test
  void theJobsSummaryIsAppendedTo() throws IOException {
    Path summary = Files.writeString(folder.resolve("job.md"), "before\n");
    Outputs outputs = new Outputs(report, folder, 1);
    outputs.appendTo(summary.toString());
    outputs.appendTo(null);
    outputs.appendTo("");
    assertThat(Files.readString(summary)).startsWith("before\n## n: INVALID");
  }
}
