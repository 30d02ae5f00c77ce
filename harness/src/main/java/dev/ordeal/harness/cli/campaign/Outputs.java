package dev.ordeal.harness.cli.campaign;

import dev.ordeal.results.campaign.CampaignHtml;
import dev.ordeal.results.campaign.CampaignJUnit;
import dev.ordeal.results.campaign.CampaignJson;
import dev.ordeal.results.campaign.CampaignMarkdown;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignSarif;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The files that a campaign leaves for people and build servers. */
public final class Outputs {
  /** The page, which links everything else. */
  public static final String PAGE = "index.html";

  private Outputs() {}

  /**
   * Writes all of them into a campaign's folder, each as a whole.
   *
   * @param json the report as JSON
   */
  public static void write(CampaignReport report, String json, Path folder) throws IOException {
    RunFolder.writeAtomically(folder.resolve("junit.xml"), CampaignJUnit.of(report));
    RunFolder.writeAtomically(folder.resolve("summary.md"), CampaignMarkdown.of(report));
    RunFolder.writeAtomically(folder.resolve("summary.json"), json + "\n");
    RunFolder.writeAtomically(folder.resolve("results.sarif"), CampaignSarif.of(report));
    RunFolder.writeAtomically(folder.resolve(PAGE), CampaignHtml.of(report));
  }

  /** As JSON, in one line. */
  public static String json(CampaignReport report, Path folder, int exitCode) {
    return CampaignJson.of(report, folder.toString(), exitCode);
  }

  /**
   * Appends the Markdown to a job's summary, where a build server names its file.
   *
   * @param file {@code $GITHUB_STEP_SUMMARY}; null or empty if there is none
   */
  public static void appendTo(String file, CampaignReport report) throws IOException {
    if (file != null && !file.isEmpty()) {
      Files.writeString(
          Path.of(file),
          CampaignMarkdown.of(report) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
