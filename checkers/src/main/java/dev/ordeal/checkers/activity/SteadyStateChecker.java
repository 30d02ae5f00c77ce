package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.activity.FaultPeriods.Calm;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges a hypothesis about a steady state, as chaos experiments do: it holds before the first
 * fault, as much as is promised while faults hold, and again soon after each of them.
 *
 * <p>Looks at each second of the history by itself ({@link ServedCalls}). A definite negative
 * answer (lock held, compare-and-set mismatch) counts as served. It is {@code unknown} if the
 * hypothesis does not hold before anything is broken, since the experiment then shows nothing.
 * Probes have to hold whenever the rest has to.
 */
public final class SteadyStateChecker implements Checker {
  private static final double MILLIS = 1e6;

  private final SteadyState promised;
  private final JudgedTime judged;

  /** Judges all of a history. */
  public SteadyStateChecker(SteadyState promised) {
    this(promised, JudgedTime.ALL);
  }

  public SteadyStateChecker(SteadyState promised, JudgedTime judged) {
    this.promised = promised;
    this.judged = judged;
  }

  @Override
  public String name() {
    return "steady-state";
  }

  @Override
  public String description() {
    return "the steady state before, during and after faults, and the time until it holds again";
  }

  @Override
  public boolean isQuick() {
    return true;
  }

  /** Probes need no call of a client; what of them was missing is decided with them. */
  @Override
  public List<Observation> needs() {
    return List.of();
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    FaultPeriods periods = FaultPeriods.of(history);
    Map<String, Object> facts = new LinkedHashMap<>();
    List<Calm> calms = periods.calms();
    if (periods.faults().isEmpty()) {
      return CheckResult.unknown(name(), "no fault took hold, so nothing was found out", facts);
    }
    Calm first = calms.getFirst();
    if (!first.after().isEmpty()) {
      return CheckResult.unknown(name(), "there was no time before the first fault", facts);
    }
    ServedCalls calls = new ServedCalls(history, judged, first.end());
    SteadySlices slices = new SteadySlices(promised, calls, history);
    long warm = Math.max(first.start(), judged.from());
    if (warm >= first.end()) {
      return CheckResult.unknown(name(), tooEarly(first.end()), facts);
    }
    String before = slices.firstProblem(warm, first.end());
    facts.put("before", before.isEmpty() ? "steady" : before);
    if (!before.isEmpty()) {
      return CheckResult.unknown(
          name(), "the steady state does not hold before the first fault: " + before, facts);
    }
    List<Anomaly> anomalies = new ArrayList<>();
    String abort = ProbeAnswer.abort(history);
    if (!abort.isEmpty()) {
      anomalies.add(
          anomaly("aborted", "Breaking went too far and was broken off: %s.".formatted(abort)));
    }
    double during = calls.share(periods.faulty());
    if (during >= 0) {
      facts.put("ok-share-during-faults", during);
    }
    if (during >= 0 && during < promised.during()) {
      anomalies.add(
          anomaly(
              "not-available",
              "Calls were served %.1f %% of the time while faults held; %.1f %% were promised."
                  .formatted(100 * during, 100 * promised.during())));
    }
    double worst = judgeRecoveries(slices, calls, calms, facts, anomalies);
    if (!anomalies.isEmpty()) {
      return new CheckResult(
          name(), Verdict.INVALID, Gravity.gravest(anomalies).explanation(), anomalies, facts);
    }
    return CheckResult.valid(
        name(),
        "steady before, and again within %.1f s after each fault".formatted(worst / 1_000),
        facts);
  }

  private String tooEarly(long firstFault) {
    return String.format(
        Locale.ROOT,
        "the first fault came at %.1f s, within the warm-up of %.1f s, so nothing was judged before"
            + " it; let it come later, or shorten --warm-up",
        firstFault / 1e9,
        judged.from() / 1e9);
  }

  private static Anomaly anomaly(String name, String story) {
    return new Anomaly(name, Value.NIL, story, List.of());
  }

  private double judgeRecoveries(
      SteadySlices slices,
      ServedCalls calls,
      List<Calm> calms,
      Map<String, Object> facts,
      List<Anomaly> anomalies) {
    double worst = 0;
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Calm calm : calms.subList(1, calms.size())) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("after", calm.after());
      long answer = calls.firstAnswer(calm.start(), calm.end());
      if (answer < calm.end()) {
        row.put("recovery-ms", (answer - calm.start()) / MILLIS);
      }
      long steady = slices.steadySince(calm.start(), calm.end());
      String late = slices.firstProblem(calm.start() + promised.recovery().toNanos(), calm.end());
      if (steady < calm.end()) {
        double millis = (steady - calm.start()) / MILLIS;
        row.put("steady-again-ms", millis);
        worst = Math.max(worst, millis);
      } else {
        row.put("steady-again", late.isEmpty() ? "there was no time to see" : "no");
      }
      if (!late.isEmpty()) {
        anomalies.add(
            anomaly(
                "not-recovered",
                "The steady state was promised again %.1f s after %s was undone, but %s."
                    .formatted(promised.recovery().toMillis() / 1e3, calm.after(), late)));
      }
      rows.add(row);
    }
    facts.put("worst-steady-again-ms", worst);
    facts.put("recoveries", rows);
    return worst;
  }
}
