package dev.ordeal.checkers;

import java.time.Duration;

/**
 * What a checker may use up.
 *
 * @param deadlineNanos {@link System#nanoTime} at which it must stop
 * @param endNanos the same of the whole check, of which this may be a turn
 * @param configurationsMax configurations that one search may hold at a time; about 100 bytes each
 * @param cutoff may end it earlier, also while it is used
 */
public record Budget(long deadlineNanos, long endNanos, int configurationsMax, Cutoff cutoff) {
  private static final long BYTES_PER_CONFIGURATION = 256;

  /** A power of two, so that {@link #look} costs next to nothing. */
  private static final int STEPS_PER_LOOK = 1 << 13;

  /** An end that may be brought forward while a search is under way. Thread-safe. */
  public static final class Cutoff {
    private volatile long nanos;

    /**
     * A cutoff.
     *
     * @param nanos {@link System#nanoTime} of the end
     */
    public Cutoff(long nanos) {
      this.nanos = nanos;
    }

    /** The end, as {@link System#nanoTime}. */
    public long nanos() {
      return nanos;
    }

    /** Brings the end forward; a later one than that which is known changes nothing. */
    public synchronized void bringForward(long earlier) {
      if (earlier - nanos < 0) {
        nanos = earlier;
      }
    }
  }

  /** A budget of a whole check. */
  public Budget(long deadlineNanos, int configurationsMax, Cutoff cutoff) {
    this(deadlineNanos, deadlineNanos, configurationsMax, cutoff);
  }

  /** A budget of a whole check that nothing ends early. */
  public Budget(long deadlineNanos, int configurationsMax) {
    this(deadlineNanos, configurationsMax, new Cutoff(deadlineNanos));
  }

  /** A budget that ends after a time from now, with memory for half of what this JVM may use. */
  public static Budget of(Duration time) {
    long half = Runtime.getRuntime().maxMemory() / 2 / BYTES_PER_CONFIGURATION;
    return new Budget(
        System.nanoTime() + time.toNanos(), (int) Math.min(50_000_000, Math.max(10_000, half)));
  }

  /** The same, but it ends after a time from now at the latest. */
  public Budget within(Duration time) {
    long then = System.nanoTime() + time.toNanos();
    long earlier = then - deadlineNanos < 0 ? then : deadlineNanos;
    return new Budget(earlier, endNanos, configurationsMax, cutoff);
  }

  /**
   * What a pass may use that is linear in the history: the rest of the whole check, whosever turn
   * it is, and a little more, in which a history that is not very long is decided after all. Only
   * time ends it.
   *
   * @param grace how much more
   */
  public Budget forPasses(Duration grace) {
    return new Budget(endNanos + grace.toNanos(), configurationsMax);
  }

  /** Half of the time that is left, and as much memory. */
  public Budget half() {
    return within(Duration.ofNanos(nanosLeft() / 2));
  }

  /** An equal share, one of several, of the time that is left, and as much memory. */
  public Budget share(int of) {
    return within(Duration.ofNanos(nanosLeft() / of));
  }

  /** The time that is left, in nanoseconds; not negative. */
  public long nanosLeft() {
    long end = Math.min(deadlineNanos - System.nanoTime(), cutoff.nanos() - System.nanoTime());
    return Math.max(0, end);
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

  /**
   * The same, but it looks at the clock only every so many steps.
   *
   * @param step the number of the step, one more each time, of a loop that does little in each
   */
  public void look(int step) {
    if ((step & (STEPS_PER_LOOK - 1)) == 0) {
      check();
    }
  }

  /** Whether there is no time left, as far as that is known without looking at every step. */
  public boolean isOutOfTime(int step) {
    return (step & (STEPS_PER_LOOK - 1)) == 0 && isOutOfTime();
  }

  public boolean isOutOfTime() {
    long now = System.nanoTime();
    return now - deadlineNanos > 0 || now - cutoff.nanos() > 0;
  }
}
