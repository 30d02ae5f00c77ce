package dev.ordeal.nemesis;

import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes faults of planned ones. Those of a user's own kinds are called on threads of their own, and
 * each call has a time limit: a fault that throws, blocks or spins counts as not injected or not
 * seen, the run goes on, and it cannot be valid. For one thread.
 */
final class GuardedFaults {
  private final Predicate<FaultType> isOwn;
  private final Breaches breaches;
  private final Duration limit;
  private final Map<FaultType, ForeignCalls> calls = new HashMap<>();

  /**
   * @param isOwn which kinds are Ordeal's own; all others are users'
   * @param limit how long drawing, injecting, undoing or looking at a user's fault may take
   */
  GuardedFaults(Predicate<FaultType> isOwn, Breaches breaches, Duration limit) {
    this.isOwn = isOwn;
    this.breaches = breaches;
    this.limit = limit;
  }

  /**
   * Makes the fault of particular nodes.
   *
   * @throws IOException if a user's kind does not draw one
   */
  Fault aimed(
      PlannedFault planned, List<String> nodes, Optional<String> leader, List<String> victims)
      throws IOException {
    FaultType type = planned.type();
    if (isOwn.test(type)) {
      return planned.aimed(nodes, leader, victims);
    }
    ForeignCalls foreign =
        calls.computeIfAbsent(type, t -> new ForeignCalls("fault " + t.name(), breaches));
    return foreign.call(
        "draw",
        limit,
        () -> TimeLimitedFault.of(planned.aimed(nodes, leader, victims), planned, foreign, limit));
  }
}
