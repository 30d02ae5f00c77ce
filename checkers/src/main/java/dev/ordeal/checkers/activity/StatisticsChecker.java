package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.CheckResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts operations, and refuses to call a history good in which nothing was tested.
 *
 * <p>It is {@code unknown} if a function never succeeded once, or if the nemesis tried and no fault
 * took hold. It never is {@code invalid}: a system that answers nothing breaks no promise here.
 */
public final class StatisticsChecker implements Checker {
  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public String description() {
    return "counts by function and outcome; unknown if nothing was tested";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    Map<String, Map<Event.Type, Long>> counts = new TreeMap<>();
    Map<String, Long> errors = new TreeMap<>();
    for (Operation operation : history.operations()) {
      counts
          .computeIfAbsent(operation.function(), f -> new EnumMap<>(Event.Type.class))
          .merge(operation.outcome(), 1L, Long::sum);
      operation
          .completion()
          .map(Event::error)
          .filter(error -> !error.isEmpty())
          .ifPresent(error -> errors.merge(errorClass(error), 1L, Long::sum));
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("operations", history.operations().size());
    facts.put("seconds", history.durationNanos() / 1e9);
    facts.put("by-function", byFunction(counts));
    facts.put("errors", errors);
    List<FaultWindow> faults = FaultWindow.of(history);
    facts.put("faults", faults.size());

    List<String> untested = new ArrayList<>();
    counts.forEach(
        (function, count) -> {
          if (!count.containsKey(Event.Type.OK)) {
            untested.add(function);
          }
        });
    if (history.operations().isEmpty()) {
      return CheckResult.unknown(name(), "nothing was tested: there are no operations", facts);
    }
    if (!untested.isEmpty()) {
      return CheckResult.unknown(
          name(),
          "nothing was tested: not one " + String.join(", ", untested) + " succeeded",
          facts);
    }
    if (faults.isEmpty() && !history.nemesisEvents().isEmpty()) {
      return CheckResult.unknown(
          name(), "nothing was tested: faults were planned and none took hold", facts);
    }
    return CheckResult.valid(
        name(),
        "%d operations, %d faults".formatted(history.operations().size(), faults.size()),
        facts);
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

  /** The part of an error that is the same for all of its kind: up to the first colon. */
  private static String errorClass(String error) {
    int colon = error.indexOf(':');
    return colon > 0 ? error.substring(0, colon) : error;
  }
}
