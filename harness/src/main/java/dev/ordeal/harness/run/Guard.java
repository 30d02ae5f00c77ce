package dev.ordeal.harness.run;

import dev.ordeal.checkers.activity.Answered;
import dev.ordeal.results.history.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Watches a run for what {@link AbortRule} forbids. Thread-safe.
 *
 * <p>Calls count when they end, and those still open when they are looked at as not served if they
 * have been open for the whole window.
 */
final class Guard {
  private record End(long time, boolean served) {}

  private final AbortRule rule;
  private final Deque<End> ends = new ArrayDeque<>();
  private final Map<Integer, Long> open = new HashMap<>();
  private final Map<String, Long> failingSince = new HashMap<>();
  private final Map<String, String> problems = new HashMap<>();
  private int served;

  Guard(AbortRule rule) {
    this.rule = rule;
  }

  /** Takes an event of a client. */
  synchronized void saw(Event event) {
    if (event.type() == Event.Type.INVOKE) {
      open.put(event.process(), event.time());
      return;
    }
    open.remove(event.process());
    boolean isServed = Answered.is(event);
    ends.add(new End(event.time(), isServed));
    served += isServed ? 1 : 0;
  }

  /** Takes a probe's answer; the problem is empty if it held. */
  synchronized void probed(String probe, String problem, long now) {
    if (problem.isEmpty()) {
      failingSince.remove(probe);
    } else {
      failingSince.putIfAbsent(probe, now);
      problems.put(probe, problem);
    }
  }

  /**
   * Why the run has to end; empty if it need not.
   *
   * @param now nanoseconds since the run began
   */
  synchronized String reason(long now) {
    long window = rule.window().toNanos();
    while (!ends.isEmpty() && ends.getFirst().time() < now - window) {
      served -= ends.removeFirst().served() ? 1 : 0;
    }
    if (now < window) {
      return "";
    }
    long stuck = open.values().stream().filter(since -> since < now - window).count();
    long all = ends.size() + stuck;
    if (all > 0 && served < rule.success() * all) {
      return "%d of %d calls were served within %.1f s, less than %.1f %%"
          .formatted(served, all, window / 1e9, 100 * rule.success());
    }
    for (Map.Entry<String, Long> probe : failingSince.entrySet()) {
      if (rule.probes() && probe.getValue() <= now - window) {
        return "the probe '%s' has failed for %.1f s: %s"
            .formatted(probe.getKey(), window / 1e9, problems.get(probe.getKey()));
      }
    }
    return "";
  }
}
