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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Judges a hypothesis about a steady state, as chaos experiments do: it holds before the first
 * fault, as much as is promised while faults hold, and again soon after each of them.
 *
 * <p>Looks at each second of the history by itself. Who is told that a lock is held, or that a
 * compare-and-set found another value, was served well: that counts as success. It is {@code
 * unknown} if the hypothesis does not hold before anything is broken, since the experiment then
 * says nothing.
 */
public final class SteadyStateChecker implements Checker {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double MILLIS = 1e6;

  /** Refusals that are answers of a system that is well: the object was not as the call wanted. */
  private static final Set<String> ANSWERS = Set.of("mismatch", "held", "not-held", "poor");

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
  private record Calm(String after, long start, long end) {
    /** All but its beginning. */
    Calm from(long nanos) {
      return new Calm(after, start + nanos, end);
    }
  }

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
    String before = firstProblem(history, calms.getFirst());
    facts.put("before", before.isEmpty() ? "steady" : before);
    if (!before.isEmpty()) {
      return CheckResult.unknown(
          name(), "the steady state does not hold before the first fault: " + before, facts);
    }
    List<Anomaly> anomalies = new ArrayList<>();
    double during = okShareDuring(history, faults);
    facts.put("ok-share-during-faults", during);
    if (during < promised.during()) {
      anomalies.add(
          anomaly(
              "not-available",
              "%.1f %% of operations were served while faults held; %.1f %% were promised."
                  .formatted(100 * during, 100 * promised.during())));
    }
    double worst = judgeRecoveries(history, calms, facts, anomalies);
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
      History history, List<Calm> calms, Map<String, Object> facts, List<Anomaly> anomalies) {
    double worst = 0;
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Calm calm : calms.subList(1, calms.size())) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("after", calm.after());
      long steady = steadySince(history, calm);
      String late = firstProblem(history, calm.from(promised.recovery().toNanos()));
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
        ok += isAnswered(operation) ? 1 : 0;
      }
    }
    return all == 0 ? 1 : (double) ok / all;
  }

  /** From when on each second until the end is as promised; the end if the last is not. */
  private long steadySince(History history, Calm calm) {
    long since = calm.start();
    for (long second = calm.start(); second < calm.end(); second += SECOND) {
      long end = Math.min(second + SECOND, calm.end());
      if (!problem(history, second, end, calm.end()).isEmpty()) {
        since = end;
      }
    }
    return since;
  }

  private String firstProblem(History history, Calm calm) {
    for (long second = calm.start(); second < calm.end(); second += SECOND) {
      long end = Math.min(second + SECOND, calm.end());
      String problem = problem(history, second, end, calm.end());
      if (!problem.isEmpty()) {
        return "at %.1f s %s".formatted(second / 1e9, problem);
      }
    }
    return "";
  }

  private static boolean isAnswered(Operation operation) {
    return operation.isOk()
        || operation.completion().map(end -> ANSWERS.contains(end.error())).orElse(false);
  }

  /** The place of the first operation called at a time or later; they are in order of calls. */
  private static int firstFrom(List<Operation> operations, long time) {
    int low = 0;
    int high = operations.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (operations.get(middle).start() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * What is not as promised of what was called in some time; empty if all is.
   *
   * @param calmUntil what went on beyond this may have suffered from the next fault
   */
  private String problem(History history, long from, long to, long calmUntil) {
    List<Operation> all = history.operations();
    List<Operation> called =
        all.subList(firstFrom(all, from), firstFrom(all, to)).stream()
            .filter(operation -> operation.end() < calmUntil)
            .toList();
    long ok = called.stream().filter(SteadyStateChecker::isAnswered).count();
    if (!called.isEmpty() && (double) ok / called.size() < promised.success()) {
      return "%d of %d operations were served, less than %.1f %%"
          .formatted(ok, called.size(), 100 * promised.success());
    }
    long[] latencies =
        called.stream()
            .filter(Operation::isOk)
            .flatMapToLong(o -> LongStream.of(o.end() - o.start()))
            .sorted()
            .toArray();
    for (Map.Entry<Double, Long> limit : promised.latencyMillis().entrySet()) {
      if (latencies.length > 0) {
        int rank = (int) Math.ceil(limit.getKey() / 100 * latencies.length) - 1;
        double millis = latencies[Math.max(0, rank)] / MILLIS;
        if (millis > limit.getValue()) {
          return "%s was %.0f ms, above %d ms"
              .formatted(SteadyState.name(limit.getKey()), millis, limit.getValue());
        }
      }
    }
    return "";
  }
}
