package dev.ordeal.results.report;

import dev.ordeal.results.history.History;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Judgement;
import java.io.IOException;

/** Writes everything that follows from a verdict into the run folder. */
public final class Reports {
  private Reports() {}

  /** Report, JUnit XML and, last, the verdict, whose presence says that a run is complete. */
  public static void write(RunFolder folder, RunInfo info, History history, Judgement judgement)
      throws IOException {
    RunFolder.writeAtomically(folder.report(), HtmlReport.of(info, history, judgement));
    RunFolder.writeAtomically(folder.junit(), JUnitXml.of(info, judgement));
    folder.write(judgement);
  }
}
