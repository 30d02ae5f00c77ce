package dev.ordeal.harness.cli.bisect;

/**
 * What the replays of one version showed.
 *
 * @param shown how many showed the anomaly
 * @param clean how many were whole and valid
 * @param undecided how many say nothing: unknown, or invalid in another way
 * @param unavailable how often the version could not be built or started
 */
public record Tally(int shown, int clean, int undecided, int unavailable) {
  /** Of a version that was not replayed. */
  public static final Tally NONE = new Tally(0, 0, 0, 0);

  private static final int UNDECIDED_MORE_MAX = 5;

  /** What one replay says of its version. */
  public enum Said {
    SHOWN,
    CLEAN,
    UNDECIDED,
    UNAVAILABLE
  }

  /** With one more replay. */
  public Tally plus(Said said) {
    return switch (said) {
      case SHOWN -> new Tally(shown + 1, clean, undecided, unavailable);
      case CLEAN -> new Tally(shown, clean + 1, undecided, unavailable);
      case UNDECIDED -> new Tally(shown, clean, undecided + 1, unavailable);
      case UNAVAILABLE -> new Tally(shown, clean, undecided, unavailable + 1);
    };
  }

  /** How many replays say something of the anomaly. */
  public int decided() {
    return shown + clean;
  }

  /** All replays, also those that could not begin. */
  public int all() {
    return decided() + undecided + unavailable;
  }

  /** Whether the version is left out: it is not available, or its replays decide too little. */
  public boolean isSkipped() {
    return shown == 0 && (unavailable > 0 || undecided > UNDECIDED_MORE_MAX + clean);
  }
}
