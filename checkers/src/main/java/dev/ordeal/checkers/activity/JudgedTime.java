package dev.ordeal.checkers.activity;

import java.time.Duration;

/**
 * The part of a history in which a system was asked as much as was planned.
 *
 * @param from nanoseconds at which it was warm; what happened before is not judged
 * @param until nanoseconds from which calls were only made now and then: no call is no outage then
 */
public record JudgedTime(long from, long until) {
  /** All of a history of which nothing else is known. */
  public static final JudgedTime ALL = new JudgedTime(0, Long.MAX_VALUE);

  /** The time between the end of a warm-up and the end of the load. */
  public static JudgedTime of(Duration warmUp, Duration load) {
    return new JudgedTime(warmUp.toNanos(), load.toNanos());
  }
}
