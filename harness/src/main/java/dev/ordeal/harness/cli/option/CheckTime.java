package dev.ordeal.harness.cli.option;

import java.time.Duration;

/** The option {@code --check-time}, of several commands. */
public final class CheckTime {
  private CheckTime() {}

  /**
   * Refuses a time in which nothing can be checked.
   *
   * @throws UsageException if there is none
   */
  public static void require(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new UsageException("--check-time must be above 0: nothing could be decided in 0s");
    }
  }
}
