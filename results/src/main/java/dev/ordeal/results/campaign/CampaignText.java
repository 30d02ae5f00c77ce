package dev.ordeal.results.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A campaign in at most twelve lines of 80 columns. */
public final class CampaignText {
  private static final int COLUMNS = 80;
  private static final int GROUPS_MAX = 6;

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
    int shown = Math.min(report.groups().size(), GROUPS_MAX);
    if (report.groups().size() > GROUPS_MAX) {
      shown = GROUPS_MAX - 1;
    }
    report.groups().stream().limit(shown).forEach(group -> lines.add(line(group)));
    if (shown < report.groups().size()) {
      lines.add("  … and %d more, in the report".formatted(report.groups().size() - shown));
    }
    report.incomplete().ifPresent(why -> lines.add("  incomplete   " + why));
    if (report.retried() > 0) {
      lines.add("  made again   %d unknown attempts".formatted(report.retried()));
    }
    lines.add("  rests on     " + assurance(report));
    lines.add("  report       " + where);
    if (report.quarantined() > 0) {
      lines.add(
          "  exit code    %d (%d quarantined failures do not count)"
              .formatted(exitCode, report.quarantined()));
    }
    return lines.stream()
        .map(line -> line.startsWith("  report ") ? line : cut(line, COLUMNS))
        .toList();
  }

  private static String assurance(CampaignReport report) {
    Map<String, Integer> held = report.held();
    return String.format(
        Locale.ROOT,
        "%,d operations, %,d faults held (kinds: %d), %,d leader changes",
        report.operations(),
        held.values().stream().mapToInt(Integer::intValue).sum(),
        held.size(),
        report.leaderChanges());
  }

  private static String line(FailureGroup group) {
    String rate = "  " + group.shortRate();
    String begin = "  %-11s  ".formatted(group.status());
    int room = COLUMNS - begin.length() - rate.length();
    return begin + cut(group.signature(), room) + rate;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
