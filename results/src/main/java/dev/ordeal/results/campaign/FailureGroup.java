package dev.ordeal.results.campaign;

import dev.ordeal.results.verdict.Gravity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Failures with one signature.
 *
 * @param ends one or more, in the order of their runs
 * @param seen how many runs show it, those among them that show something graver, too
 * @param of how many runs of the same subject there were
 * @param lower where the share of such failures lies at least, from 0 to 1, with 95 % confidence
 * @param upper where it lies at most
 * @param since the first night that had it; empty if that is this one
 * @param quarantine what says of it that it does not count; empty if nothing does, or no longer
 * @param expired what said so until some day before today
 */
public record FailureGroup(
    String signature,
    List<RunEnd> ends,
    int seen,
    int of,
    double lower,
    double upper,
    String since,
    Optional<Quarantined> quarantine,
    Optional<Quarantined> expired) {
  public FailureGroup {
    ends = List.copyOf(ends);
  }

  public Ending ending() {
    return ends.getFirst().ending();
  }

  public boolean isNew() {
    return since.isEmpty();
  }

  /** {@code new}, {@code known} or {@code quarantined}. */
  public String status() {
    return quarantine.isPresent() ? "quarantined" : isNew() ? "new" : "known";
  }

  /** The run to look at first: the one with the fewest operations, of those that have a report. */
  public RunEnd example() {
    return ends.stream()
        .filter(end -> !end.report().isEmpty())
        .min((a, b) -> Long.compare(a.operations(), b.operations()))
        .orElse(ends.getFirst());
  }

  /** What was found in some of its runs beside the gravest: {@code stale-read in 2}; or nothing. */
  public String beside() {
    Map<String, Integer> beside = new HashMap<>();
    ends.forEach(
        end ->
            end.anomalies().stream().skip(1).forEach(name -> beside.merge(name, 1, Integer::sum)));
    return Gravity.sorted(beside.keySet()).stream()
        .map(name -> name + " in " + beside.get(name))
        .collect(Collectors.joining(", "));
  }

  /** How often it was seen: {@code 3 of 20 runs (3 to 38 %)}. */
  public String rate() {
    return String.format(
        Locale.ROOT, "%d of %d runs (%.0f to %.0f %%)", seen, of, 100 * lower, 100 * upper);
  }

  /** {@link #rate} in few characters: {@code 3/20 (3 to 38 %)}. */
  String shortRate() {
    return String.format(
        Locale.ROOT, "%d/%d (%.0f to %.0f %%)", seen, of, 100 * lower, 100 * upper);
  }

  /** Since when it is known, and what the quarantine says or said; empty for a new one. */
  public String note() {
    if (quarantine.isPresent()) {
      Quarantined q = quarantine.get();
      return "%s, until %s: %s".formatted(q.owner(), q.expires(), q.reason());
    }
    String known = isNew() ? "" : "since " + since;
    String over =
        expired
            .map(q -> "quarantine of %s expired on %s".formatted(q.owner(), q.expires()))
            .orElse("");
    return known + (known.isEmpty() || over.isEmpty() ? "" : "; ") + over;
  }
}
