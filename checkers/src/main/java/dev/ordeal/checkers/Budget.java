package dev.ordeal.checkers;

import java.time.Duration;

/**
 * What a checker may use up.
 *
 * @param deadlineNanos {@link System#nanoTime} at which it must stop
 * @param configurationsMax configurations that one search may hold at a time; about 100 bytes each
 */
public record Budget(long deadlineNanos, int configurationsMax) {
  private static final long BYTES_PER_CONFIGURATION = 256;

  /** A budget that ends after a time from now, with memory for half of what this JVM may use. */
  public static Budget of(Duration time) {
    long half = Runtime.getRuntime().maxMemory() / 2 / BYTES_PER_CONFIGURATION;
    return new Budget(
        System.nanoTime() + time.toNanos(), (int) Math.min(50_000_000, Math.max(10_000, half)));
  }

  /** The same, but it ends after a time from now at the latest. */
  public Budget within(Duration time) {
    long then = System.nanoTime() + time.toNanos();
    return new Budget(then - deadlineNanos < 0 ? then : deadlineNanos, configurationsMax);
  }

  /** Half of the time that is left, and as much memory. */
  public Budget half() {
    return within(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()) / 2));
  }

  /**
   * Goes on while there is time.
   *
   * @throws BudgetExceededException if there is none left
   */
  public void check() {
    if (isOutOfTime()) {
      throw new BudgetExceededException(
          "the time for checking was used up; give more with --check-time, or check a shorter"
              + " history");
    }
  }

  public boolean isOutOfTime() {
    return System.nanoTime() - deadlineNanos > 0;
  }
}
