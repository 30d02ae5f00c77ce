package dev.ordeal.checkers.activity;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a hypothesis about a steady state, as chaos experiments do: it holds before the first
 * fault, as much as is promised while faults hold, and again soon after each of them.
 *
 * <p>Looks at each second of the history by itself. Who is told that a lock is held, or that a
 * compare-and-set found another value, was served well: that counts as success. It is {@code
 * unknown} if the hypothesis does not hold before anything is broken, since the experiment then
 * says nothing. Probes have to hold whenever the rest has to.
 */
public final class SteadyStateChecker implements Checker {
  private static final double MILLIS = 1e6;

  private final SteadyState promised;

  public SteadyStateChecker(SteadyState promised) {
    this.promised = promised;
  }

  @Override
  public String name() {
    return "steady-state";
  }

  @Override
  public String description() {
    return "the steady state before, during and after faults, and the time until it holds again";
  }

  /** A time without faults, between those before and behind it; the first has none before. */
  private record Calm(String after, long start, long end) {}

  @Override
  public CheckResult check(History history, Budget budget) {
    List<FaultWindow> faults = FaultWindow.of(history);
    Map<String, Object> facts = new LinkedHashMap<>();
    List<Calm> calms = calms(history, faults);
    if (faults.isEmpty()) {
      return CheckResult.unknown(name(), "no fault took hold, so nothing was found out", facts);
    }
    if (!calms.getFirst().after().isEmpty()) {
      return CheckResult.unknown(name(), "there was no time before the first fault", facts);
    }
    Seconds seconds = new Seconds(promised, history);
    String before = seconds.firstProblem(calms.getFirst().start(), calms.getFirst().end());
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
    double during = okShareDuring(history, faults);
    facts.put("ok-share-during-faults", during);
    if (during < promised.during()) {
      anomalies.add(
          anomaly(
              "not-available",
              "%.1f %% of operations were served while faults held; %.1f %% were promised."
                  .formatted(100 * during, 100 * promised.during())));
    }
    double worst = judgeRecoveries(seconds, calms, facts, anomalies);
    if (!anomalies.isEmpty()) {
      return new CheckResult(
          name(), Verdict.INVALID, anomalies.getFirst().explanation(), anomalies, facts);
    }
    return CheckResult.valid(
        name(),
        "steady before, and again within %.1f s after each fault".formatted(worst / 1_000),
        facts);
  }

  private static Anomaly anomaly(String name, String story) {
    return new Anomaly(name, Value.NIL, story, List.of());
  }

  private double judgeRecoveries(
      Seconds seconds, List<Calm> calms, Map<String, Object> facts, List<Anomaly> anomalies) {
    double worst = 0;
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Calm calm : calms.subList(1, calms.size())) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("after", calm.after());
      long steady = seconds.steadySince(calm.start(), calm.end());
      String late = seconds.firstProblem(calm.start() + promised.recovery().toNanos(), calm.end());
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

  /** The times without faults: each ends when the next fault is begun to be injected. */
  private static List<Calm> calms(History history, List<FaultWindow> faults) {
    Map<Long, Long> begun = begun(history);
    List<Calm> calms = new ArrayList<>();
    long last = history.events().isEmpty() ? 0 : history.events().getLast().time();
    long quietSince = 0;
    String after = "";
    for (FaultWindow fault :
        faults.stream().sorted((a, b) -> Long.compare(a.start(), b.start())).toList()) {
      long begin = begun.getOrDefault(fault.id(), fault.start());
      if (begin > quietSince) {
        calms.add(new Calm(after, quietSince, begin));
      }
      if (fault.end() >= quietSince) {
        quietSince = fault.end();
        after = fault.description();
      }
    }
    calms.add(new Calm(after, quietSince, last + 1));
    return calms;
  }

  /** By fault: when its injection began, which may take a while. */
  private static Map<Long, Long> begun(History history) {
    Map<Long, Long> begun = new HashMap<>();
    for (Event event : history.nemesisEvents()) {
      if (event.type() == Event.Type.INVOKE
          && event.value() instanceof Value.Dict dict
          && dict.entries().get(FaultWindow.FAULT) instanceof Value.Int id) {
        begun.putIfAbsent(id.value(), event.time());
      }
    }
    return begun;
  }

  private static double okShareDuring(History history, List<FaultWindow> faults) {
    long all = 0;
    long ok = 0;
    for (Operation operation : history.operations()) {
      if (faults.stream()
          .anyMatch(f -> operation.start() >= f.start() && operation.start() < f.end())) {
        all++;
        ok += Seconds.isAnswered(operation) ? 1 : 0;
      }
    }
    return all == 0 ? 1 : (double) ok / all;
  }
}
