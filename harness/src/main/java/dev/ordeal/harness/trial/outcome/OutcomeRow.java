package dev.ordeal.harness.trial.outcome;

import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Updates that ended alike, and what was true of them.
 *
 * @param during the fault under way; empty if there was none
 * @param said what the clients said: {@code ok}, {@code fail} or {@code info}
 * @param error the reason that they gave; empty for none
 * @param happened how many took effect
 * @param not how many did not
 * @param unread of how many that is not known
 * @param isContradicted whether what a client said was wrong in one case or more
 */
public record OutcomeRow(
    String during,
    String said,
    String error,
    int happened,
    int not,
    int unread,
    boolean isContradicted) {

  private record Kind(String during, String said, String error) {}

  /** Rows by fault and outcome, in the order of the faults' first calls. */
  public static List<OutcomeRow> of(List<Fate> fates) {
    Map<Kind, List<Fate>> kinds = new LinkedHashMap<>();
    for (Fate fate : fates) {
      Operation update = fate.update();
      Kind kind =
          new Kind(fate.during(), update.outcome().wireName(), update.isOk() ? "" : reason(update));
      kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(fate);
    }
    List<String> faults = kinds.keySet().stream().map(Kind::during).distinct().toList();
    List<OutcomeRow> rows = new ArrayList<>();
    kinds.forEach((kind, alike) -> rows.add(row(kind, alike)));
    rows.sort(
        Comparator.comparingInt((OutcomeRow row) -> faults.indexOf(row.during))
            .thenComparingInt(row -> List.of("ok", "fail", "info").indexOf(row.said)));
    return rows;
  }

  private static OutcomeRow row(Kind kind, List<Fate> alike) {
    int happened = (int) alike.stream().filter(Fate::hasHappened).count();
    int not = (int) alike.stream().filter(Fate::hasNotHappened).count();
    return new OutcomeRow(
        kind.during,
        kind.said,
        kind.error,
        happened,
        not,
        alike.size() - happened - not,
        alike.stream().anyMatch(Fate::isContradicted));
  }

  /** The class of an error and what it says, without what differs from call to call. */
  private static String reason(Operation update) {
    return update.error().replaceAll("\\d+", "N");
  }
}
