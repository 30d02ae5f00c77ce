package dev.ordeal.results.history;

/**
 * What a history's recorder wrote down beside the operations.
 *
 * @param times whether events have times; else instants are only an order, and no duration means
 *     anything
 * @param realTime whether it is known which operations were over before others began; else all
 *     count as concurrent, except those of one process
 * @param processes whether events name their process; else every operation has one of its own
 */
public record Recorded(boolean times, boolean realTime, boolean processes) {
  /** Everything. */
  public static final Recorded WHOLE = new Recorded(true, true, true);
}
