package dev.ordeal.results.campaign;

import dev.ordeal.results.run.DatedFolders;
import dev.ordeal.results.verdict.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A failure of earlier nights that this one did not show, although it tested the same.
 *
 * @param subject what was tested
 * @param last the last night that showed it
 * @param seen in how many runs of earlier nights
 * @param of how many runs of its subject there were from the first night on that showed it
 * @param tonight how many runs of its subject this night had
 */
public record NotSeen(
    String signature, String subject, String last, int seen, int of, int tonight) {
  /**
   * Those of a night, the likeliest to be gone first.
   *
   * @param before the nights before it, the oldest first
   */
  static List<NotSeen> of(List<Night> before, Night tonight, List<RunEnd> results) {
    Map<String, Night.Failure> failures = new HashMap<>();
    before.forEach(night -> failures.putAll(night.failures()));
    List<NotSeen> notSeen = new ArrayList<>();
    failures.forEach(
        (signature, failure) -> {
          int runs = tonight.subjects().getOrDefault(failure.subject(), 0);
          if (runs > 0 && results.stream().noneMatch(end -> shows(end, failure))) {
            notSeen.add(of(signature, failure.subject(), before, runs));
          }
        });
    notSeen.sort(Comparator.comparingDouble(NotSeen::chance).thenComparing(NotSeen::signature));
    return List.copyOf(notSeen);
  }

  /** Whether a run shows a failure or one like it, be it beside something graver. */
  private static boolean shows(RunEnd end, Night.Failure failure) {
    return end.subject().equals(failure.subject())
        && end.ending() != Ending.VALID
        && (end.kind().equals(failure.kind()) || end.anomalies().contains(failure.kind()));
  }

  private static NotSeen of(String signature, String subject, List<Night> before, int tonight) {
    String last = "";
    int seen = 0;
    int of = 0;
    for (Night night : before) {
      Night.Failure failure = night.failures().get(signature);
      if (failure != null) {
        last = night.night();
        seen += failure.seen();
      }
      of += last.isEmpty() ? 0 : night.subjects().getOrDefault(subject, 0);
    }
    return new NotSeen(signature, subject, last, seen, of, tonight);
  }

  /**
   * With which probability none of this night's runs would show it if nothing had changed: that all
   * runs that did are among those of the earlier nights (Fisher's exact test, one-sided).
   */
  public double chance() {
    double chance = 1;
    for (int i = 0; i < seen; i++) {
      chance *= (double) (of - i) / (of + tonight - i);
    }
    return chance;
  }

  /** {@code 0 of 20 runs, 3 of 40 before, last on 2026-11-28; by chance: 28 %}. */
  public String sentence() {
    return "0 of %s, %d of %d before, last on %s; by chance: %s"
        .formatted(Count.of(tonight, "run"), seen, of, day(last), percent());
  }

  /** {@link #sentence} in few characters: {@code 0/20, 3/40 before, by chance: 28 %}. */
  String shortSentence() {
    return "0/%d, %d/%d before, by chance: %s".formatted(tonight, seen, of, percent());
  }

  /** The day of a night that is named after its beginning, in UTC. */
  private static String day(String night) {
    return DatedFolders.instant(night)
        .map(began -> began.toString().substring(0, 10))
        .orElse(night);
  }

  private String percent() {
    double percent = 100 * chance();
    return percent < 0.1
        ? "below 0.1 %"
        : String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
  }
}
