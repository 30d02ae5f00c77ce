package dev.ordeal.harness.campaign;

import java.lang.management.ManagementFactory;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Decides whether one more run fits beside those that are going on. Where no number is given there
 * are at most as many as processors, and each after the first begins only once the processors have
 * been less than 70 % busy for ten seconds: a machine that is short of them makes runs unknown. Not
 * thread-safe.
 */
final class Room {
  private static final double BUSY_MAX = 0.7;
  private static final long OBSERVED_NANOS = 10_000_000_000L;

  private final OptionalInt jobs;
  private final int processors;
  private final DoubleSupplier busy;
  private final LongSupplier nanos;
  private long observedSince;
  private int observedWith = -1;

  Room(OptionalInt jobs) {
    this(
        jobs,
        Runtime.getRuntime().availableProcessors(),
        new MachineLoad()::busy,
        System::nanoTime);
  }

  Room(OptionalInt jobs, int processors, DoubleSupplier busy, LongSupplier nanos) {
    this.jobs = jobs;
    this.processors = processors;
    this.busy = busy;
    this.nanos = nanos;
  }

  /** How busy all processors were since it was last asked. */
  private static final class MachineLoad {
    private final com.sun.management.OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    double busy() {
      return system.getCpuLoad();
    }
  }

  /** The most that will ever go on at a time. */
  int most() {
    return jobs.orElse(processors);
  }

  /** Whether one more may begin. */
  boolean isFor(int active) {
    if (active == 0) {
      return true;
    }
    if (active >= most()) {
      return false;
    }
    if (jobs.isPresent()) {
      return true;
    }
    if (active != observedWith) {
      // Runs begin and end with much to do; the load is that of the time from here on.
      observedWith = active;
      observedSince = nanos.getAsLong();
      var unused = busy.getAsDouble();
      return false;
    }
    if (nanos.getAsLong() - observedSince < OBSERVED_NANOS) {
      return false;
    }
    observedSince = nanos.getAsLong();
    double load = busy.getAsDouble();
    return load >= 0 && load < BUSY_MAX;
  }
}
