package dev.ordeal.results.report;

import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How soon after each fault a call was answered again, as the availability checker has it. */
final class Recoveries {
  private Recoveries() {}

  /** In the order of the faults; a dash where it is not known. */
  static List<String> of(Judgement judgement, List<FaultWindow> faults) {
    Map<String, Deque<String>> byFault = new HashMap<>();
    for (CheckResult result : judgement.results()) {
      if (result.checker().equals("availability")
          && result.facts().get("recoveries") instanceof Collection<?> rows) {
        rows.stream()
            .filter(Map.class::isInstance)
            .map(row -> (Map<?, ?>) row)
            .forEach(
                row ->
                    byFault
                        .computeIfAbsent(
                            String.valueOf(row.get("what")), what -> new ArrayDeque<>())
                        .add(text(row)));
      }
    }
    return faults.stream()
        .map(fault -> byFault.getOrDefault(fault.description(), new ArrayDeque<>()).poll())
        .map(text -> text == null ? "–" : text)
        .toList();
  }

  private static String text(Map<?, ?> row) {
    return row.get("recovery-ms") instanceof Number millis
        ? HtmlReport.number(millis.doubleValue(), 0)
        : "not before the next";
  }
}
