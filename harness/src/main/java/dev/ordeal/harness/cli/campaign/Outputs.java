package dev.ordeal.harness.cli.campaign;

import dev.ordeal.results.campaign.CampaignHtml;
import dev.ordeal.results.campaign.CampaignJUnit;
import dev.ordeal.results.campaign.CampaignJson;
import dev.ordeal.results.campaign.CampaignMarkdown;
import dev.ordeal.results.campaign.CampaignReport;
import dev.ordeal.results.campaign.CampaignSarif;
import dev.ordeal.results.campaign.CampaignText;
import dev.ordeal.results.campaign.EarlierNights;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a campaign says in the end: the files that it leaves for people and build servers, and what
 * it prints.
 *
 * @param folder the campaign's
 * @param exitCode with which the command ends
 */
public record Outputs(CampaignReport report, Path folder, int exitCode) {
  private static final String PAGE = "index.html";

  /** Writes all files, each as a whole. */
  public void write() throws IOException {
    RunFolder.writeAtomically(folder.resolve("junit.xml"), CampaignJUnit.of(report));
    RunFolder.writeAtomically(folder.resolve("summary.md"), CampaignMarkdown.of(report));
    RunFolder.writeAtomically(folder.resolve("summary.json"), json() + "\n");
    RunFolder.writeAtomically(folder.resolve("results.sarif"), CampaignSarif.of(report));
    RunFolder.writeAtomically(folder.resolve(PAGE), CampaignHtml.of(report));
  }

  private String json() {
    return CampaignJson.of(report, folder.toString(), exitCode);
  }

  /**
   * Prints the summary.
   *
   * @param asJson all of it, as one document
   */
  public void print(PrintWriter to, boolean asJson) {
    if (asJson) {
      to.println(json());
    } else {
      CampaignText.lines(report, folder.resolve(PAGE).toString(), exitCode).forEach(to::println);
    }
    to.flush();
  }

  /**
   * Appends the Markdown to a job's summary, where a build server names its file.
   *
   * @param file {@code $GITHUB_STEP_SUMMARY}; null or empty if there is none
   */
  public void appendTo(String file) throws IOException {
    if (file != null && !file.isEmpty()) {
      Files.writeString(
          Path.of(file),
          CampaignMarkdown.of(report) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /** Adds a night that is over to those before it, and to a job's summary. */
  public void conclude(EarlierNights earlier) throws IOException {
    earlier.add(report, folder.toAbsolutePath().getParent());
    appendTo(System.getenv("GITHUB_STEP_SUMMARY"));
  }
}
