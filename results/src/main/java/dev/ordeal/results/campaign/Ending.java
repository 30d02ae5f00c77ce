package dev.ordeal.results.campaign;

import java.util.Locale;

/** How a run of a campaign ended, in rising order of weight: the heaviest decides the exit code. */
public enum Ending {
  VALID(0),
  UNKNOWN(2),
  /** The environment or the target was not there. */
  UNAVAILABLE(69),
  /** The run refused its options. */
  REFUSED(64),
  /** A defect of Ordeal, or the run's process was ended by something else. */
  INTERNAL(70),
  INVALID(1);

  private static final int INTERRUPTED = 130;

  private final int exitCode;

  Ending(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a campaign whose heaviest ending this is. */
  public int exitCode() {
    return exitCode;
  }

  /**
   * What an exit code of {@code ordeal run} says. That of a run which was interrupted, but not by
   * its campaign, is unknown; that of a process which was killed is {@link #INTERNAL}.
   */
  public static Ending of(int code) {
    for (Ending ending : values()) {
      if (ending.exitCode == code) {
        return ending;
      }
    }
    return code == INTERRUPTED ? UNKNOWN : INTERNAL;
  }

  /** Whether its run came to a verdict, so that there is a report. */
  public boolean isJudged() {
    return this == VALID || this == INVALID || this == UNKNOWN;
  }

  /** Its name for people, in small letters. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
