package dev.ordeal.nemesis;

import dev.ordeal.workloads.generator.Seed;
import java.util.List;
import java.util.Optional;

/**
 * A fault of the plan.
 *
 * @param when what it waits for
 * @param atMillis when to inject it, since then
 * @param untilMillis when to undo it, since then
 * @param type what to do
 * @param shape to whom or in what form; who leads is known only when it is injected
 * @param seed decides whatever the shape leaves open
 */
public record PlannedFault(
    Trigger when, long atMillis, long untilMillis, FaultType type, String shape, Seed seed) {
  /** A fault at a time of the run. */
  public PlannedFault(long atMillis, long untilMillis, FaultType type, String shape, Seed seed) {
    this(Trigger.START, atMillis, untilMillis, type, shape, seed);
  }

  /**
   * The fault of particular nodes.
   *
   * @param leader the node that leads now
   * @param victims the nodes that the fault before this one struck; empty if it is the first
   */
  public Fault aimed(List<String> nodes, Optional<String> leader, List<String> victims) {
    return type.draw(new Aim(shape, seed, nodes, leader, victims));
  }

  /** The same, undone at another time, in milliseconds. */
  public PlannedFault until(long millis) {
    return new PlannedFault(when, atMillis, millis, type, shape, seed);
  }

  /** The same, undone no later than a time. */
  PlannedFault notAfter(long millis) {
    return until(Math.min(untilMillis, millis));
  }

  /** The same, with what it waited for having come at a time of the run. */
  public PlannedFault since(long millis) {
    return new PlannedFault(atMillis + millis, untilMillis + millis, type, shape, seed);
  }

  /** Whether it waits for an event of the run, and not only for its time. */
  public boolean waits() {
    return !when.equals(Trigger.START);
  }

  @Override
  public String toString() {
    return "%s%d-%d ms %s %s %016x"
        .formatted(
            waits() ? when + " " : "", atMillis, untilMillis, type.name(), shape, seed.state());
  }
}
