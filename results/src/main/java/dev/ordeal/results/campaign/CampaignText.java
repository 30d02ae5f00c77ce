package dev.ordeal.results.campaign;

import dev.ordeal.results.verdict.Count;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A campaign in at most twelve lines of 80 columns. */
public final class CampaignText {
  private static final int LINES_MAX = 12;
  private static final int COLUMNS = 80;

  /** Columns of a subject that is cut: enough of both ends to tell it from others. */
  private static final int SUBJECT_LEAST = 16;

  private CampaignText() {}

  /** One run as it ends, in a line of at most 80 columns. */
  public static String line(RunEnd end, int number, int planned) {
    String of = planned < 0 ? number + "" : number + "/" + planned;
    String what = end.ending() == Ending.INVALID ? String.join(",", end.anomalies()) : "";
    String begin =
        String.format(Locale.ROOT, "%9s  %-11s  %5.1f s  ", of, end.ending().name(), end.seconds());
    String seed = ", seed " + end.seed() + (what.isEmpty() ? "" : ": ");
    int room = COLUMNS - begin.length() - seed.length();
    String label = cut(end.label(), Math.max(8, Math.min(room, end.label().length())));
    return cut(begin + label + seed + what, COLUMNS);
  }

  /**
   * The summary.
   *
   * @param where the path of the page with everything
   * @param exitCode with which the command ends
   */
  public static List<String> lines(CampaignReport report, String where, int exitCode) {
    List<String> lines = new ArrayList<>();
    lines.add(report.worst().name() + ": " + report.sentence());
    List<String> rest = rest(report, where, exitCode);
    int room = LINES_MAX - 1 - rest.size();
    int shown = report.groups().size() > room ? room - 1 : report.groups().size();
    Set<String> failures = new HashSet<>();
    report.groups().stream().limit(shown).forEach(group -> lines.add(line(group, failures)));
    if (shown < report.groups().size()) {
      lines.add("  … and %d more, in the report".formatted(report.groups().size() - shown));
    }
    lines.addAll(rest);
    return lines.stream()
        .map(line -> line.startsWith("  report ") ? line : cut(line, COLUMNS))
        .toList();
  }

  /** What is said below the failures. */
  private static List<String> rest(CampaignReport report, String where, int exitCode) {
    List<String> lines = new ArrayList<>();
    notSeen(report).ifPresent(failure -> lines.add("  not seen     " + failure));
    expired(report).ifPresent(whose -> lines.add("  expired      " + whose));
    report.incomplete().ifPresent(why -> lines.add("  incomplete   " + why));
    if (report.retried() > 0) {
      lines.add("  made again   %d unknown attempts".formatted(report.retried()));
    }
    lines.add("  rests on     " + assurance(report));
    lines.add("  report       " + where);
    if (report.quarantined() > 0) {
      lines.add(
          "  exit code    %d (%s not counted)"
              .formatted(exitCode, Count.of(report.quarantined(), "quarantined failure")));
    }
    return lines;
  }

  /** The failure of earlier nights that is the likeliest to be gone. */
  private static Optional<String> notSeen(CampaignReport report) {
    List<NotSeen> all = report.notSeen();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    NotSeen first = all.getFirst();
    String more = all.size() == 1 ? "" : "; %d more".formatted(all.size() - 1);
    String end = "  %s%s".formatted(first.shortSentence(), more);
    int room = COLUMNS - "  not seen     ".length() - end.length();
    return Optional.of(shortened(first.subject(), first.signature(), room) + end);
  }

  private static String assurance(CampaignReport report) {
    Map<String, Integer> held = report.held();
    return "%s, %s held (kinds: %d), %s"
        .formatted(
            Count.of(report.operations(), "operation"),
            Count.of(held.values().stream().mapToInt(Integer::intValue).sum(), "fault"),
            held.size(),
            Count.of(report.leaderChanges(), "leader change"));
  }

  /** Whose quarantines have expired of failures that were seen. */
  private static Optional<String> expired(CampaignReport report) {
    List<Quarantined> expired =
        report.groups().stream()
            .filter(group -> group.quarantine().isEmpty())
            .flatMap(group -> group.expired().stream())
            .distinct()
            .toList();
    if (expired.isEmpty()) {
      return Optional.empty();
    }
    Quarantined first = expired.getFirst();
    String more = expired.size() == 1 ? "" : " and %d more".formatted(expired.size() - 1);
    String end = "; what it covered counts again";
    String whose = " quarantine, %s%s%s".formatted(first.expires(), more, end);
    int room = COLUMNS - "  expired      's".length() - whose.length();
    return Optional.of(cut(first.owner(), Math.max(1, room)) + "'s" + whose);
  }

  /**
   * A failure.
   *
   * @param before what lines say of failures so far; no two say the same
   */
  private static String line(FailureGroup group, Set<String> before) {
    String rate = "  " + group.shortRate();
    String begin = "  %-11s  ".formatted(group.status());
    int room = COLUMNS - begin.length() - rate.length();
    String failure = shortened(group.ends().getFirst().subject(), group.signature(), room);
    if (!before.add(failure)) {
      String run = "… (run %d)".formatted(group.example().run());
      failure = failure.substring(0, Math.min(failure.length(), room - run.length())) + run;
    }
    return begin + failure + rate;
  }

  /** A signature, of which the subject loses its middle before anything else is left out. */
  private static String shortened(String subject, String signature, int room) {
    String what = signature.substring(subject.length());
    int left = Math.max(SUBJECT_LEAST, room - what.length());
    if (subject.length() <= left) {
      return cut(signature, room);
    }
    int tail = left / 2;
    return cut(
        subject.substring(0, left - tail - 1)
            + "…"
            + subject.substring(subject.length() - tail)
            + what,
        room);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
