package dev.ordeal.nemesis;

import dev.ordeal.workloads.generator.Seed;

/**
 * A fault of the plan.
 *
 * @param atMillis when to inject it, since the run began
 * @param untilMillis when to undo it
 * @param kind what to do
 * @param shape to whom or in what form; who leads is known only when it is injected
 * @param seed decides whatever the shape leaves open
 */
public record PlannedFault(
    long atMillis, long untilMillis, FaultKind kind, String shape, Seed seed) {
  PlannedFault until(long millis) {
    return new PlannedFault(atMillis, millis, kind, shape, seed);
  }

  @Override
  public String toString() {
    return "%d-%d ms %s %s %016x"
        .formatted(atMillis, untilMillis, kind.wireName(), shape, seed.state());
  }
}
