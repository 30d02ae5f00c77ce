package dev.ordeal.nemesis;

/**
 * What was seen of a fault.
 *
 * @param holds whether that is what the fault should do
 * @param what one line for people
 * @param isPending whether nobody could look yet: what the fault does has only begun
 */
public record Seen(boolean holds, String what, boolean isPending) {
  /** What was looked at. */
  public Seen(boolean holds, String what) {
    this(holds, what, false);
  }

  /** That there was nothing to look at yet. */
  static Seen pending(String what) {
    return new Seen(false, what, true);
  }
}
