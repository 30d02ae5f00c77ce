package dev.ordeal.results.campaign;

import dev.ordeal.results.verdict.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a campaign found out.
 *
 * @param name the campaign's
 * @param night which of its nights
 * @param command how it was called
 * @param version of Ordeal
 * @param over why it is over; empty if it can go on
 * @param seconds how long processes worked on it
 * @param planned how many runs were planned; -1 if as many as there was time for
 * @param results how each run ended in its last attempt, in the order of the plan
 * @param retried how many attempts were unknown and made again
 * @param skipped how many runs were given up, by reason
 * @param groups failures by signature, the heaviest first
 * @param unused entries of the quarantine that covered nothing
 * @param gaps what is missing of it, a sentence each; then it is unknown at best
 * @param before the campaign's earlier nights, the oldest first
 */
public record CampaignReport(
    String name,
    String night,
    String command,
    String version,
    String over,
    double seconds,
    int planned,
    List<RunEnd> results,
    int retried,
    Map<String, Integer> skipped,
    List<FailureGroup> groups,
    List<Quarantined> unused,
    List<String> gaps,
    List<Night> before) {
  public CampaignReport {
    results = List.copyOf(results);
    groups = List.copyOf(groups);
    unused = List.copyOf(unused);
    gaps = List.copyOf(gaps);
    before = List.copyOf(before);
  }

  /** Heavy before light, of these new before known, what does not count last. */
  public static final Comparator<FailureGroup> ORDER =
      Comparator.comparing((FailureGroup group) -> group.quarantine().isPresent())
          .thenComparing(FailureGroup::ending, Comparator.reverseOrder())
          .thenComparing(group -> !group.isNew())
          .thenComparingInt(group -> -group.ends().size())
          .thenComparing(FailureGroup::signature);

  /**
   * The heaviest ending of all runs whose failures are not quarantined; unknown at best if no run
   * is valid, or something is missing.
   */
  public Ending worst() {
    Ending least = isTested() && gaps.isEmpty() ? Ending.VALID : Ending.UNKNOWN;
    return Stream.concat(
            Stream.of(least),
            groups.stream().filter(group -> group.quarantine().isEmpty()).map(FailureGroup::ending))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Whether any run is valid; otherwise nothing is known to work, whatever failures count. */
  boolean isTested() {
    return count(Ending.VALID) > 0;
  }

  /** Failures of earlier nights that this one did not show, although it tested the same. */
  public List<NotSeen> notSeen() {
    return NotSeen.of(before, Night.of(this), results);
  }

  /** How many runs ended so. */
  public int count(Ending ending) {
    return (int) results.stream().filter(end -> end.ending() == ending).count();
  }

  /** How many runs have failures that are quarantined. */
  public int quarantined() {
    return groups.stream()
        .filter(group -> group.quarantine().isPresent())
        .mapToInt(group -> group.ends().size())
        .sum();
  }

  /** How many planned runs have no end; 0 if there was no number of them. */
  public int missing() {
    return Math.max(0, planned - results.size());
  }

  /** How many operations all runs made. */
  public long operations() {
    return results.stream().mapToLong(RunEnd::operations).sum();
  }

  /** How many faults held in all runs, by kind. */
  public Map<String, Integer> held() {
    Map<String, Integer> held = new TreeMap<>();
    results.forEach(end -> end.held().forEach((kind, n) -> held.merge(kind, n, Integer::sum)));
    return held;
  }

  public int leaderChanges() {
    return results.stream().mapToInt(RunEnd::leaderChanges).sum();
  }

  /** {@code 23 runs in 12 min: 20 valid, 3 invalid}. */
  public String sentence() {
    return "%s in %s: %s".formatted(Count.of(results.size(), "run"), time(seconds), counts());
  }

  /** {@code 20 valid, 3 invalid}: how many runs ended how, the heaviest failures first. */
  public String counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put(Ending.VALID.text(), count(Ending.VALID));
    for (Ending ending : List.of(Ending.values()).reversed()) {
      counts.putIfAbsent(ending.text(), count(ending));
    }
    counts.values().removeIf(count -> count == 0);
    return counts.isEmpty()
        ? "none came to its end"
        : counts.entrySet().stream()
            .map(each -> "%d %s".formatted(each.getValue(), each.getKey()))
            .collect(Collectors.joining(", "));
  }

  /** What a valid run rests on, all runs together. */
  public String assurance() {
    Map<String, Integer> held = held();
    String faults =
        held.isEmpty()
            ? "no faults"
            : "%s held (%s)"
                .formatted(
                    Count.of(held.values().stream().mapToInt(Integer::intValue).sum(), "fault"),
                    held.entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining(", ")));
    return "%s, %s, %s"
        .formatted(
            Count.of(operations(), "operation"),
            faults,
            Count.of(leaderChanges(), "leader change"));
  }

  /** What is missing, and why; empty if nothing is. */
  public Optional<String> incomplete() {
    List<String> parts = new ArrayList<>(gaps);
    if (!isTested()) {
      parts.add(untested());
    }
    int rest = missing();
    for (Map.Entry<String, Integer> each : skipped.entrySet()) {
      parts.add(notMade(each.getValue(), each.getKey()));
      rest -= each.getValue();
    }
    if (rest > 0) {
      parts.add(notMade(rest, over.isEmpty() ? "interrupted" : over));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  private String untested() {
    int hidden = quarantined();
    if (results.isEmpty()) {
      return "nothing was tested: no run came to its end";
    }
    return hidden < results.size()
        ? "no run is valid"
        : "nothing was tested: no run is valid, %s quarantined"
            .formatted(hidden == 1 ? "the only one is" : "all %d are".formatted(hidden));
  }

  private static String notMade(int runs, String why) {
    return "%s not made: %s".formatted(Count.of(runs, "run"), why);
  }

  /** A time for people: {@code 45 s}, {@code 12 min}, {@code 2 h 5 min}. */
  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 100) {
      return whole + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60 ? minutes + " min" : "%d h %d min".formatted(minutes / 60, minutes % 60);
  }

  /** The path of a file of a run, for a page in the campaign's folder. */
  static String link(String path) {
    return Path.of(path)
        .toString()
        .replace('\\', '/')
        .replace("%", "%25")
        .replace("#", "%23")
        .replace(" ", "%20")
        .replace("?", "%3F");
  }
}
