package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the share of operations that succeeded, with and without faults, and how long it took
 * after each fault until clients were served again. It reports and never judges.
 */
public final class AvailabilityChecker implements Checker {
  private static final double MILLIS = 1e6;

  @Override
  public String name() {
    return "availability";
  }

  @Override
  public String description() {
    return "share of successful operations, and the time to recover after each fault";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    List<FaultWindow> windows = FaultWindow.of(history);
    long[] quiet = new long[2];
    long[] faulty = new long[2];
    for (Operation operation : history.operations()) {
      long[] counts = duringFault(windows, operation.start()) ? faulty : quiet;
      counts[0]++;
      counts[1] += operation.isOk() ? 1 : 0;
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ok-share", share(quiet[0] + faulty[0], quiet[1] + faulty[1]));
    facts.put("ok-share-without-faults", share(quiet[0], quiet[1]));
    facts.put("ok-share-during-faults", share(faulty[0], faulty[1]));
    List<Map<String, Object>> recoveries = new ArrayList<>();
    double worst = 0;
    boolean all = true;
    for (FaultWindow window : windows) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("fault", window.kind());
      row.put("what", window.description());
      row.put("held-ms", (window.end() - window.start()) / MILLIS);
      long first = firstOk(history, window.end());
      if (first == Long.MAX_VALUE) {
        all = false;
        row.put("recovered", false);
      } else {
        double millis = (first - window.end()) / MILLIS;
        worst = Math.max(worst, millis);
        row.put("recovery-ms", millis);
      }
      recoveries.add(row);
    }
    facts.put("worst-recovery-ms", worst);
    facts.put("all-recovered", all);
    facts.put("recoveries", recoveries);
    return CheckResult.valid(
        name(), "%.1f %% of operations succeeded".formatted(100 * okShare(quiet, faulty)), facts);
  }

  private static double okShare(long[] quiet, long[] faulty) {
    long total = quiet[0] + faulty[0];
    return total == 0 ? 0 : (double) (quiet[1] + faulty[1]) / total;
  }

  private static Object share(long total, long ok) {
    return total == 0 ? "none tried" : (double) ok / total;
  }

  private static boolean duringFault(List<FaultWindow> windows, long time) {
    for (FaultWindow window : windows) {
      if (time >= window.start() && time < window.end()) {
        return true;
      }
    }
    return false;
  }

  /** When the first operation called after an instant succeeded. */
  private static long firstOk(History history, long after) {
    long first = Long.MAX_VALUE;
    for (Operation operation : history.operations()) {
      if (operation.start() >= after && operation.isOk()) {
        first = Math.min(first, operation.end());
      }
    }
    return first;
  }
}
