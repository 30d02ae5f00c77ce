package dev.ordeal.results.verdict;

/**
 * What a checker concludes, in rising order of weight: an unknown outweighs a valid, an invalid
 * outweighs both.
 */
public enum Verdict {
  VALID(0),
  UNKNOWN(2),
  INVALID(1);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The weightier of the two. */
  public Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The exit code of a command that judged so. */
  public int exitCode() {
    return exitCode;
  }

  /** The value of {@code "valid"} in JSON: true, false or "unknown". */
  public Object json() {
    return switch (this) {
      case VALID -> true;
      case INVALID -> false;
      case UNKNOWN -> "unknown";
    };
  }
}
