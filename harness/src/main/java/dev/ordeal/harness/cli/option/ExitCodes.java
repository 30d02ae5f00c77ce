package dev.ordeal.harness.cli.option;

/** The exit codes of every command, beside those of a verdict (0 valid, 1 invalid, 2 unknown). */
public final class ExitCodes {
  /** Done. */
  public static final int OK = 0;

  /** Nothing was decided. */
  public static final int UNDECIDED = 2;

  /** Options or input are wrong. */
  public static final int USAGE = 64;

  /** The environment or the target is not there. */
  public static final int UNAVAILABLE = 69;

  /** A defect of Ordeal. */
  public static final int INTERNAL = 70;

  /** Ended by a signal. */
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
