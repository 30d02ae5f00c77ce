package dev.ordeal.harness.cli;

/** The exit codes of every command, beside those of a verdict (0 valid, 1 invalid, 2 unknown). */
final class ExitCodes {
  static final int OK = 0;
  static final int USAGE = 64;
  static final int UNAVAILABLE = 69;
  static final int INTERNAL = 70;
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
