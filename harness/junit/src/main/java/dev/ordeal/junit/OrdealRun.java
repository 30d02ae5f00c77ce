package dev.ordeal.junit;

import dev.ordeal.harness.run.Run;
import dev.ordeal.results.history.History;
import dev.ordeal.results.report.TextSummary;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run that is over, and what it showed. Immutable. */
public final class OrdealRun {
  private final RunFolder folder;
  private final History history;
  private final Judgement judgement;
  private final String left;
  private final Again again;

  OrdealRun(Run.Result result, Again again) {
    this.folder = result.folder();
    this.history = result.history();
    this.judgement = result.judgement();
    this.left = result.left();
    this.again = again;
  }

  /** Valid, invalid, or unknown: something was not shown. */
  public Verdict verdict() {
    return judgement.verdict();
  }

  /** What every checker says. */
  public Judgement judgement() {
    return judgement;
  }

  /** Every call and its outcome. */
  public History history() {
    return history;
  }

  /** The names of the anomalies that were found, each once, the gravest first. */
  public List<String> anomalies() {
    return List.copyOf(judgement.counts().keySet());
  }

  /** The seed that decided operations and faults. */
  public long seed() {
    return again.seed();
  }

  /** The run folder, which {@code ordeal check} and {@code ordeal report} read. */
  public Path folder() {
    return folder.path();
  }

  /** The report, one HTML page. */
  public Path report() {
    return folder.report();
  }

  Path log() {
    return folder.log();
  }

  /**
   * Asserts that the promise was kept, that the run showed it, and that nothing of it is left.
   *
   * @throws AssertionError if it is invalid or unknown, with the reason, the anomalies, the report
   *     and how to run it again
   */
  public OrdealRun assertValid() {
    return require(verdict() == Verdict.VALID, "");
  }

  /**
   * Asserts that nothing wrong was found, even if the run does not show that all is right: for
   * tests that prefer to pass where a machine is too slow.
   *
   * @throws AssertionError if it is invalid, or something of it is left
   */
  public OrdealRun assertNotInvalid() {
    return require(verdict() != Verdict.INVALID, "");
  }

  /**
   * Asserts that an anomaly was found: that a test sees a bug that is known.
   *
   * @param anomaly its name: {@code stale-read}
   * @throws AssertionError if it was not
   */
  public OrdealRun assertFinds(String anomaly) {
    return require(anomalies().contains(anomaly), "No " + anomaly + " was found. ");
  }

  private OrdealRun require(boolean holds, String otherwise) {
    if (holds && left.isEmpty()) {
      return this;
    }
    throw new AssertionError((holds ? "" : otherwise) + this);
  }

  /** The verdict with its reason, the anomalies, where the report is, and how to run it again. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>(TextSummary.lines(history, judgement));
    if (!left.isEmpty()) {
      lines.add("  Not everything could be undone: " + left);
      lines.add("  when it can be reached again: ordeal heal " + folder);
    }
    lines.add("  report     " + folder.report());
    lines.add("  again      " + again.text());
    if (again.hasCommand()) {
      lines.add("  reproduce  " + command());
    }
    lines.add("  seed       " + seed());
    return String.join(System.lineSeparator(), lines);
  }

  private String command() {
    try {
      return folder.info().reproduce();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
