package dev.ordeal.harness.cli.bisect;

import dev.ordeal.harness.cli.bisect.BisectState.Entry;
import dev.ordeal.harness.cli.bisect.Tally.Said;
import dev.ordeal.results.run.LaunchedAs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a bisection ended, for people and as JSON.
 *
 * @param anomaly what was looked for
 * @param end a {@link Step.Found} or {@link Step.Open}
 */
public record BisectReport(
    List<String> versions, String anomaly, double confidence, BisectState state, Step end) {
  private static final int SKIPPED_SHOWN_MAX = 3;

  public BisectReport {
    versions = List.copyOf(versions);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Optional<Entry> shown = Optional.empty();
    if (end instanceof Step.Found found) {
      String first = versions.get(found.first());
      String before = versions.get(found.before());
      String failing = found.isMended() ? before : first;
      lines.add(
          "First version %s %s: %s (%s); %s before it: %s"
              .formatted(
                  found.isMended() ? "without" : "with",
                  anomaly,
                  first,
                  count(first),
                  before,
                  count(before)));
      lines.add(String.format(Locale.ROOT, "  sure          %.1f %%", 100 * found.sure()));
      shown = state.last(failing, Said.SHOWN);
    } else if (end instanceof Step.Open open) {
      lines.add("Not decided: " + open.reason());
      if (!open.candidates().isEmpty()) {
        lines.add("  one of        " + names(open.candidates()));
      }
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "  replays       %d in %.1f min: %s",
            state.entries().size(),
            state.entries().stream().mapToDouble(Entry::seconds).sum() / 60,
            versions.stream()
                .filter(version -> state.tally(version).decided() > 0)
                .map(version -> version + " " + count(version))
                .collect(Collectors.joining(", "))));
    skipped().stream().limit(SKIPPED_SHOWN_MAX).forEach(lines::add);
    if (skipped().size() > SKIPPED_SHOWN_MAX) {
      lines.add("                and %d more".formatted(skipped().size() - SKIPPED_SHOWN_MAX));
    }
    shown.ifPresent(
        entry -> {
          lines.add("  report        %s/report.html".formatted(entry.run()));
          lines.add("  reproduce     " + entry.reproduce());
        });
    lines.add("  state         " + LaunchedAs.quoted(state.folder().toString()));
    return lines;
  }

  private List<String> skipped() {
    List<String> lines = new ArrayList<>();
    for (String version : versions) {
      Tally tally = state.tally(version);
      Said why = tally.unavailable() > 0 ? Said.UNAVAILABLE : Said.UNDECIDED;
      if (tally.isSkipped()) {
        lines.add(
            "  skipped       %s: %s"
                .formatted(version, state.last(version, why).map(Entry::reason).orElse("")));
      }
    }
    return lines;
  }

  private String count(String version) {
    Tally tally = state.tally(version);
    return tally.shown() + " of " + tally.decided();
  }

  private String names(List<Integer> places) {
    return places.stream().map(versions::get).collect(Collectors.joining(", "));
  }

  /** One document, ready for a JSON mapper. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("anomaly", anomaly);
    json.put("confidence", confidence);
    json.put("found", end instanceof Step.Found);
    if (end instanceof Step.Found found) {
      String first = versions.get(found.first());
      String before = versions.get(found.before());
      json.put("first", first);
      json.put("before", before);
      json.put("is", found.isMended() ? "without" : "with");
      json.put("sure", found.sure());
      state
          .last(found.isMended() ? before : first, Said.SHOWN)
          .ifPresent(
              entry -> {
                json.put("run", entry.run());
                json.put("reproduce", entry.reproduce());
              });
    } else if (end instanceof Step.Open open) {
      json.put("reason", open.reason());
      json.put("candidates", open.candidates().stream().map(versions::get).toList());
    }
    json.put("replays", state.entries().size());
    List<Object> each = new ArrayList<>();
    for (String version : versions) {
      Tally tally = state.tally(version);
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("version", version);
      one.put("shown", tally.shown());
      one.put("without", tally.clean());
      one.put("undecided", tally.undecided());
      one.put("unavailable", tally.unavailable());
      each.add(one);
    }
    json.put("versions", each);
    json.put("state", state.folder().toString());
    return json;
  }
}
