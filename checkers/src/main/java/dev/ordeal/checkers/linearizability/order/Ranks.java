package dev.ordeal.checkers.linearizability.order;

import dev.ordeal.results.history.Columns;
import java.util.Arrays;

/**
 * Instants of one object's operations as small numbers, so that arrays over them stay small however
 * long the history is.
 *
 * <p>An operation that was called at rank s and returned at rank e can take effect in the gaps s to
 * e - 1, gap g being what lies between the ranks g and g + 1. What never returned has rank {@link
 * #never}.
 */
public final class Ranks {
  private static final int DIRECT_FACTOR = 8;

  private final Columns columns;
  private final int[] positions;
  private final int never;

  private Ranks(Columns columns, int[] positions, int never) {
    this.columns = columns;
    this.positions = positions;
    this.never = never;
  }

  /**
   * The ranks of one object's operations.
   *
   * @param operations their numbers
   */
  public static Ranks of(Columns columns, int[] operations) {
    if (columns.eventCount() <= DIRECT_FACTOR * operations.length) {
      // Nearly all events are this object's: positions will do as they are.
      return new Ranks(columns, new int[0], columns.eventCount());
    }
    int[] positions = new int[2 * operations.length];
    int count = 0;
    for (int op : operations) {
      positions[count++] = columns.callAt(op);
      if (columns.endAt(op) >= 0) {
        positions[count++] = columns.endAt(op);
      }
    }
    positions = Arrays.copyOf(positions, count);
    Arrays.sort(positions);
    return new Ranks(columns, positions, count);
  }

  /** The rank of the call. */
  public int start(int operation) {
    return rank(columns.callAt(operation));
  }

  /** The rank of the return; {@link #never} for what did not end {@code ok}. */
  public int end(int operation) {
    int end = columns.returnAt(operation);
    return end == Columns.NEVER ? never : rank(end);
  }

  private int rank(int position) {
    return positions.length == 0 ? position : Arrays.binarySearch(positions, position);
  }

  /** Greater than every instant, and the number of gaps. */
  public int never() {
    return never;
  }
}
