package dev.ordeal.results.campaign;

import dev.ordeal.results.run.DatedFolders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A campaign's last nights side by side, as its page shows them.
 *
 * @param nights a column each, the oldest first
 * @param failures a row each, those that were seen last first
 * @param older how many nights before these are left out
 */
record CampaignTrend(List<Column> nights, List<Row> failures, int older) {
  private static final int NIGHTS_MAX = 10;
  private static final int FAILURES_MAX = 20;
  private static final DateTimeFormatter DAY = utc("MM-dd");
  private static final DateTimeFormatter TIME = utc("HH:mm");

  /**
   * A night.
   *
   * @param day its month and day
   * @param time of its day
   * @param bars the shares of its runs by how they ended
   */
  record Column(
      String day,
      String time,
      String worst,
      String worstClass,
      List<Bar> bars,
      String runs,
      String operations,
      String faults) {}

  /**
   * Runs that ended alike.
   *
   * @param percent how tall, of the night's
   */
  record Bar(String endingClass, String percent, String title) {}

  /** A failure, and how often each night showed it. */
  record Row(String signature, List<Cell> cells) {}

  /**
   * A failure in a night.
   *
   * @param text {@code 3/20}; a dash if its subject was not tested
   * @param cellClass by which it is coloured; may be empty
   */
  record Cell(String text, String cellClass) {}

  /** Whether there is an earlier night to compare with. */
  boolean hasEarlier() {
    return nights.size() > 1;
  }

  boolean hasFailures() {
    return !failures.isEmpty();
  }

  boolean hasOlder() {
    return older > 0;
  }

  static CampaignTrend of(CampaignReport report) {
    List<Night> all = Stream.concat(report.before().stream(), Stream.of(Night.of(report))).toList();
    List<Night> shown = all.subList(Math.max(0, all.size() - NIGHTS_MAX), all.size());
    Map<String, Night.Failure> failures = new TreeMap<>();
    Map<String, String> last = new TreeMap<>();
    for (Night night : shown) {
      failures.putAll(night.failures());
      night.failures().keySet().forEach(signature -> last.put(signature, night.night()));
    }
    List<Row> rows =
        failures.keySet().stream()
            .sorted(Comparator.comparing(last::get).reversed())
            .limit(FAILURES_MAX)
            .map(signature -> row(signature, failures.get(signature).subject(), shown))
            .toList();
    return new CampaignTrend(
        shown.stream().map(CampaignTrend::column).toList(), rows, all.size() - shown.size());
  }

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  private static Column column(Night night) {
    List<Bar> bars = new ArrayList<>();
    night
        .runs()
        .forEach(
            (ending, runs) ->
                bars.add(
                    new Bar(
                        ending,
                        String.format(Locale.ROOT, "%.1f", 100.0 * runs / night.size()),
                        "%d %s".formatted(runs, ending))));
    Optional<Instant> began = DatedFolders.instant(night.night());
    return new Column(
        began.map(DAY::format).orElse(night.night()),
        began.map(TIME::format).orElse(""),
        night.worst().toUpperCase(Locale.ROOT),
        night.worst(),
        bars,
        Integer.toString(night.size()),
        String.format(Locale.ROOT, "%,d", night.operations()),
        String.format(Locale.ROOT, "%,d", night.faultsHeld()));
  }

  private static Row row(String signature, String subject, List<Night> nights) {
    List<Cell> cells = new ArrayList<>();
    for (Night night : nights) {
      Night.Failure failure = night.failures().get(signature);
      int runs = night.subjects().getOrDefault(subject, 0);
      if (failure != null) {
        cells.add(new Cell("%d/%d".formatted(failure.seen(), failure.of()), "seen"));
      } else {
        cells.add(new Cell(runs == 0 ? "–" : "0/" + runs, ""));
      }
    }
    return new Row(signature, cells);
  }
}
