package dev.ordeal.results.campaign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is remembered of a night of a campaign once it is over, so that others can be compared with
 * it.
 *
 * @param night which one
 * @param worst the heaviest ending that counted, as {@link Ending#text}
 * @param seconds how long processes worked on it
 * @param runs how many runs ended how, by {@link Ending#text}; those that none did are left out
 * @param subjects how many runs each subject had
 * @param failures each failure by its signature
 * @param operations how many all runs made
 * @param faultsHeld how many faults held in all runs
 * @param leaderChanges how often another node came to lead
 */
public record Night(
    String night,
    String worst,
    double seconds,
    Map<String, Integer> runs,
    Map<String, Integer> subjects,
    Map<String, Failure> failures,
    long operations,
    int faultsHeld,
    int leaderChanges) {
  /**
   * How often a failure was seen.
   *
   * @param subject what was tested
   * @param kind its gravest anomaly; of a run without any, how it ended
   * @param seen in how many runs
   * @param of how many runs of its subject there were
   */
  public record Failure(String subject, String kind, int seen, int of) {}

  public Night {
    runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    subjects = Collections.unmodifiableMap(new TreeMap<>(subjects));
    failures = Collections.unmodifiableMap(new TreeMap<>(failures));
  }

  /** What is remembered of a night. */
  static Night of(CampaignReport report) {
    Map<String, Integer> runs = new LinkedHashMap<>();
    for (Ending ending : Ending.values()) {
      if (report.count(ending) > 0) {
        runs.put(ending.text(), report.count(ending));
      }
    }
    Map<String, Integer> subjects =
        report.results().stream()
            .collect(Collectors.groupingBy(RunEnd::subject, Collectors.summingInt(end -> 1)));
    Map<String, Failure> failures = new TreeMap<>();
    for (FailureGroup group : report.groups()) {
      RunEnd first = group.ends().getFirst();
      failures.put(
          group.signature(), new Failure(first.subject(), first.kind(), group.seen(), group.of()));
    }
    return new Night(
        report.night(),
        report.worst().text(),
        report.seconds(),
        runs,
        subjects,
        failures,
        report.operations(),
        report.held().values().stream().mapToInt(Integer::intValue).sum(),
        report.leaderChanges());
  }

  /** How many of its runs came to an end. */
  int size() {
    return runs.values().stream().mapToInt(Integer::intValue).sum();
  }
}
