package dev.ordeal.results.campaign;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one run of a campaign ended.
 *
 * @param run its number in the campaign's plan, from 1
 * @param attempt from 1; above 1 if an earlier attempt was unknown
 * @param subject what was tested: the target with its planted bugs, and the workload
 * @param label what tells it from the campaign's other runs, for people
 * @param code the exit code of {@code ordeal run}
 * @param folder the run folder, relative to the campaign's; empty if there is none
 * @param console what it printed, a file relative to the campaign's folder
 * @param anomalies their names, the gravest first
 * @param cause what the verdict says of the cause of the gravest; may be empty
 * @param reason the verdict's, or why there is none, in a sentence
 * @param operations how many were made; 0 if that is not known
 * @param held how many faults held, by kind
 * @param leaderChanges how often another node came to lead
 * @param reproduce the command that runs it again; may be empty
 */
public record RunEnd(
    int run,
    int attempt,
    String subject,
    String label,
    long seed,
    int code,
    double seconds,
    String folder,
    String console,
    List<String> anomalies,
    String cause,
    String reason,
    long operations,
    Map<String, Integer> held,
    int leaderChanges,
    String reproduce) {
  private static final String REPORT = "report.html";

  public RunEnd {
    anomalies = anomalies == null ? List.of() : List.copyOf(anomalies);
    held = held == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(held));
  }

  /** How it ended. */
  public Ending ending() {
    return Ending.of(code);
  }

  /**
   * What failures have in common that are probably the same: subject, gravest anomaly or kind of
   * ending, and cause. Empty if it is valid.
   *
   * <p>What else is found beside the gravest anomaly is chance: which cycles a history shows, say.
   * A signature of all of them would make each run of one defect a failure of its own.
   */
  public String signature() {
    if (ending() == Ending.VALID) {
      return "";
    }
    return "%s: %s%s".formatted(subject, kind(), cause.isEmpty() ? "" : " (" + cause + ")");
  }

  /** The gravest anomaly; of a run without any, how it ended. */
  String kind() {
    return hasAnomaly() ? anomalies.getFirst() : ending().text();
  }

  /** Whether it shows what makes failures of a kind, be it beside something graver. */
  public boolean shows(RunEnd other) {
    return signature().equals(other.signature())
        || (hasAnomaly()
            && other.hasAnomaly()
            && subject.equals(other.subject)
            && other.cause.isEmpty()
            && anomalies.contains(other.kind()));
  }

  private boolean hasAnomaly() {
    return ending() == Ending.INVALID && !anomalies.isEmpty();
  }

  /** Its report, relative to the campaign's folder; empty if it has none. */
  public String report() {
    return folder.isEmpty() || !ending().isJudged() ? "" : folder + "/" + REPORT;
  }

  /** The same for a report in another folder: paths lead from there. */
  RunEnd moved(Path from, Path to) {
    return new RunEnd(
        run,
        attempt,
        subject,
        label,
        seed,
        code,
        seconds,
        moved(folder, from, to),
        moved(console, from, to),
        anomalies,
        cause,
        reason,
        operations,
        held,
        leaderChanges,
        reproduce);
  }

  private static String moved(String path, Path from, Path to) {
    if (path.isEmpty()) {
      return "";
    }
    Path target = from.toAbsolutePath().normalize().resolve(path);
    return to.toAbsolutePath().normalize().relativize(target).toString();
  }
}
