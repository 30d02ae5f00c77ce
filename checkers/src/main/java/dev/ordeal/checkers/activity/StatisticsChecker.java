package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Count;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts operations, and refuses to call a history good in which nothing was tested.
 *
 * <p>It is {@code unknown} if a function was never answered, or if the nemesis tried and no fault
 * took hold; the reason names the most frequent error and the longest time without an answer. It
 * never is {@code invalid}: a system that answers nothing breaks no promise here.
 */
public final class StatisticsChecker implements Checker {
  /** The share of unknown outcomes above which much of what was done is not judged strictly. */
  private static final double INFO_SHARE_MAX = 0.2;

  /** The share of failed calls above which most of a run tested nothing. */
  private static final double FAIL_SHARE_MAX = 0.5;

  /** The kind of error of a call whose client could not be opened. */
  private static final String NEVER_SENT = "no-client";

  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public String description() {
    return "counts by function and outcome; unknown if nothing was tested";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Map<Event.Type, Long>> counts = new TreeMap<>();
    Map<String, Long> errors = new TreeMap<>();
    Map<String, Long> unknown = new TreeMap<>();
    Map<String, Long> failed = new TreeMap<>();
    Map<String, Map<String, Long>> refused = new TreeMap<>();
    ClientTroubles troubles = new ClientTroubles();
    Set<String> answered = new HashSet<>();
    for (Operation operation : history.operations()) {
      counts
          .computeIfAbsent(operation.function(), f -> new EnumMap<>(Event.Type.class))
          .merge(operation.outcome(), 1L, Long::sum);
      String error = operation.completion().map(Event::error).orElse("");
      if (!error.isEmpty()) {
        errors.merge(Answered.kind(error), 1L, Long::sum);
      }
      if (ServedCalls.isAnswered(operation)) {
        answered.add(operation.function());
        if (!error.isEmpty()) {
          refused
              .computeIfAbsent(operation.function(), f -> new TreeMap<>())
              .merge(Answered.kind(error), 1L, Long::sum);
        }
      } else if (operation.isFail()) {
        failed.merge(error.isEmpty() ? "no reason given" : Answered.kind(error), 1L, Long::sum);
      }
      troubles.count(operation);
      if (operation.isInfo()) {
        unknown.merge(error.isEmpty() ? "no reason given" : Answered.kind(error), 1L, Long::sum);
      }
    }
    int all = history.operations().size();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("operations", all);
    facts.put("seconds", history.durationNanos() / 1e9);
    facts.put("by-function", byFunction(counts));
    facts.put("errors", errors);
    troubles.addTo(facts);
    List<FaultWindow> faults = FaultWindow.of(history);
    facts.put("faults", faults.size());
    if (all == 0) {
      return CheckResult.unknown(name(), "nothing was tested: there are no operations", facts);
    }
    List<String> untested =
        counts.keySet().stream().filter(function -> !answered.contains(function)).toList();
    if (!untested.isEmpty()) {
      String reason =
          "nothing was tested: of %s not one %s was answered%s%s"
              .formatted(
                  Count.of(all, "operation"),
                  String.join(", ", untested),
                  mostFrequent(errors),
                  silence(history, faults));
      return CheckResult.unknown(name(), reason, facts);
    }
    boolean wantsFaults =
        FaultPlan.of(history)
            .map(plan -> !plan.faults().isEmpty())
            .orElseGet(() -> history.nemesisEvents().stream().anyMatch(StatisticsChecker::isFault));
    if (faults.isEmpty() && wantsFaults) {
      return CheckResult.unknown(
          name(), "nothing was tested: faults were planned and none took hold", facts);
    }
    return CheckResult.valid(
            name(), Count.of(all, "operation") + ", " + Count.of(faults.size(), "fault"), facts)
        .withWarnings(
            Stream.of(
                    neverSucceeded(counts, refused),
                    manyUnknown(unknown, all),
                    manyFailed(failed, all),
                    troubles.warnings())
                .flatMap(List::stream)
                .toList());
  }

  /** Probes and other observations are events of the nemesis, too. */
  private static boolean isFault(Event event) {
    return event.value() instanceof Value.Dict dict
        && dict.entries().containsKey(FaultWindow.FAULT);
  }

  private static List<String> manyUnknown(Map<String, Long> unknown, int all) {
    long count = unknown.values().stream().mapToLong(Long::longValue).sum();
    return count <= INFO_SHARE_MAX * all
        ? List.of()
        : List.of(
            "%.0f %% of %d operations have an unknown outcome%s"
                .formatted(100.0 * count / all, all, mostFrequent(unknown)));
  }

  /**
   * Functions that were answered, and always with no: what they do when they succeed is untested.
   */
  private static List<String> neverSucceeded(
      Map<String, Map<Event.Type, Long>> counts, Map<String, Map<String, Long>> refused) {
    return counts.entrySet().stream()
        .filter(function -> !function.getValue().containsKey(Event.Type.OK))
        .map(
            function ->
                "no %s succeeded, of %d%s"
                    .formatted(
                        function.getKey(),
                        function.getValue().values().stream().mapToLong(Long::longValue).sum(),
                        mostFrequent(refused.getOrDefault(function.getKey(), Map.of()))))
        .toList();
  }

  /** What failed, and above all what was never sent, tested nothing. */
  private static List<String> manyFailed(Map<String, Long> failed, int all) {
    long count = failed.values().stream().mapToLong(Long::longValue).sum();
    long unsent = failed.getOrDefault(NEVER_SENT, 0L);
    if (count <= FAIL_SHARE_MAX * all) {
      return List.of();
    }
    String most =
        2 * unsent > count
            ? "%d of them were never sent (%s)".formatted(unsent, NEVER_SENT)
            : mostFrequent(failed).substring(2);
    return List.of(
        "%d of %d operations failed without an answer, so little was tested; %s"
            .formatted(count, all, most));
  }

  private static String mostFrequent(Map<String, Long> errors) {
    return errors.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> "; most frequent: %s (%d)".formatted(most.getKey(), most.getValue()))
        .orElse("");
  }

  /** The longest time without any answer, and the faults that held in it. */
  private static String silence(History history, List<FaultWindow> faults) {
    long from = 0;
    long longest = 0;
    long longestFrom = 0;
    for (Event event : history.events()) {
      if (event.byNemesis() || event.type() == Event.Type.INVOKE || !Answered.is(event)) {
        continue;
      }
      if (event.time() - from > longest) {
        longest = event.time() - from;
        longestFrom = from;
      }
      from = event.time();
    }
    if (history.durationNanos() - from > longest) {
      longest = history.durationNanos() - from;
      longestFrom = from;
    }
    long begin = longestFrom;
    long end = longestFrom + longest;
    String held =
        faults.stream()
            .filter(fault -> fault.start() < end && fault.end() > begin)
            .max(Comparator.comparingLong(f -> Math.min(f.end(), end) - Math.max(f.start(), begin)))
            .map(fault -> ", during it " + fault.description())
            .orElse("");
    return longest < 1_000_000_000L
        ? ""
        : "; no answer for %.0f s%s".formatted(longest / 1e9, held);
  }

  private static Map<String, Object> byFunction(Map<String, Map<Event.Type, Long>> counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    counts.forEach(
        (function, count) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("ok", count.getOrDefault(Event.Type.OK, 0L));
          row.put("fail", count.getOrDefault(Event.Type.FAIL, 0L));
          row.put("info", count.getOrDefault(Event.Type.INFO, 0L));
          json.put(function, row);
        });
    return json;
  }
}
