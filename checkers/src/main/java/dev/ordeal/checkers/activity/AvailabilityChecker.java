package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.FaultPeriods.Calm;
import dev.ordeal.checkers.activity.FaultPeriods.Span;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the share of time in which calls were served, without faults, while faults were being
 * injected or held, and in all, and how long it took after each fault until clients were served
 * again. It reports and never judges.
 *
 * <p>A definite negative answer (lock held, compare-and-set mismatch) counts as served, and calls
 * that hang count as not served for as long as they hang ({@link ServedCalls}). The recovery of a
 * fault that others overlap is measured once all of these are undone.
 */
public final class AvailabilityChecker implements Checker {
  private static final double MILLIS = 1e6;

  private final JudgedTime judged;

  /** Measures all of a history. */
  public AvailabilityChecker() {
    this(JudgedTime.ALL);
  }

  public AvailabilityChecker(JudgedTime judged) {
    this.judged = judged;
  }

  @Override
  public String name() {
    return "availability";
  }

  @Override
  public String description() {
    return "share of the time in which calls succeeded, and the recovery time after each fault";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    FaultPeriods periods = FaultPeriods.of(history);
    Calm before = periods.calms().getFirst();
    long firstFault = before.after().isEmpty() ? before.end() : 0;
    ServedCalls calls = new ServedCalls(history, judged, firstFault);
    List<Span> calm = periods.calms().stream().map(c -> new Span(c.start(), c.end())).toList();
    List<Span> faulty = periods.faulty();
    // Cut where its parts are, so that the share of the whole lies between theirs.
    double all = calls.share(Stream.concat(calm.stream(), faulty.stream()).toList());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ok-share", shown(all));
    facts.put("ok-share-without-faults", shown(calls.share(calm)));
    facts.put("ok-share-during-faults", shown(calls.share(faulty)));
    recoveries(periods, calls, facts);
    String reason =
        all < 0 ? "no call was made" : "calls were served %.1f %% of the time".formatted(100 * all);
    return CheckResult.valid(name(), reason, facts);
  }

  private static void recoveries(
      FaultPeriods periods, ServedCalls calls, Map<String, Object> facts) {
    List<Map<String, Object>> rows = new ArrayList<>();
    double worst = 0;
    boolean areAll = true;
    for (FaultWindow fault : periods.faults()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("fault", fault.kind());
      row.put("what", fault.description());
      row.put("held-ms", (fault.end() - fault.start()) / MILLIS);
      Calm calm = periods.calmAfter(fault);
      long answer = calls.firstAnswer(calm.start(), calm.end());
      if (answer >= calm.end()) {
        areAll = false;
        row.put("recovered", false);
      } else {
        double millis = (answer - calm.start()) / MILLIS;
        worst = Math.max(worst, millis);
        row.put("recovery-ms", millis);
      }
      rows.add(row);
    }
    facts.put("worst-recovery-ms", worst);
    facts.put("all-recovered", areAll);
    facts.put("recoveries", rows);
  }

  private static Object shown(double share) {
    return share < 0 ? "none tried" : share;
  }
}
