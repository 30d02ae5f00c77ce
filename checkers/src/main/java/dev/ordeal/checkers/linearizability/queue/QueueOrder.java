package dev.ordeal.checkers.linearizability.queue;

import dev.ordeal.checkers.linearizability.order.Placing;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * A linearization of a queue's history that has one.
 *
 * <p>Each removal that found nothing takes effect at an instant at which nothing has to be there;
 * what was put in for certain before it has left by then, and everything else is put in after it.
 * With the windows narrowed so, a first-in-first-out queue's elements are taken one by one: always
 * one that none of those left had to be put in, or to leave, before. Along that order each
 * insertion and each removal comes as early as it can. Elements of an unordered queue are put in as
 * late and leave as early as they can, each for itself. O(n log n).
 */
final class QueueOrder {
  private static final int NEVER = Integer.MAX_VALUE;

  /** Places in a gap: what has to be over before nothing is there, and what comes behind it. */
  private static final int BEFORE = 0;

  private static final int EMPTY = 1;
  private static final int AFTER = 2;
  private static final int PLACES = 3;

  private final Elements elements;

  /** By element: its removal, a crashed one perhaps; -1 if it stays. */
  private final int[] removal;

  /** By element, as places: the windows of the insertion and of the removal. */
  private final int[] inFrom;

  private final int[] inTo;
  private final int[] outFrom;
  private final int[] outTo;

  /** By removal that found nothing: its gap. */
  private final int[] emptyAt;

  /**
   * Takes what was decided.
   *
   * @param crashedStart by element that nobody saw leave: the call of the crashed removal that took
   *     it, as a rank; -1 for none
   */
  QueueOrder(Elements elements, int[] crashedStart) {
    this.elements = elements;
    int n = elements.count;
    int gaps = elements.ranks.never();
    removal = new int[n];
    inFrom = new int[n];
    inTo = new int[n];
    outFrom = new int[n];
    outTo = new int[n];
    int[] removeStart = elements.removeStartWith(crashedStart);
    Cover cover = new Cover(gaps, elements.insertEnd, removeStart, n, null);
    emptyAt = new int[elements.empties.length];
    for (int i = 0; i < emptyAt.length; i++) {
      emptyAt[i] = cover.nextFree(elements.ranks.start(elements.empties[i]));
    }
    int[] empty = Arrays.stream(emptyAt).sorted().distinct().toArray();
    for (int e = 0; e < n; e++) {
      removal[e] = elements.removalWith(crashedStart, e);
      window(e, removeStart[e], empty);
    }
  }

  private void window(int e, int removeStart, int[] empty) {
    boolean leaves = removal[e] != Elements.NONE;
    int removeEnd = elements.removeEnd[e];
    int lastIn = Math.min(elements.insertEnd[e], removeEnd) - 1;
    int before = Arrays.binarySearch(empty, lastIn + 1);
    before = before < 0 ? ~before : before;
    inFrom[e] = elements.insertStart[e] * PLACES;
    if (before > 0) {
      inFrom[e] = Math.max(inFrom[e], empty[before - 1] * PLACES + AFTER);
    }
    inTo[e] = lastIn * PLACES + AFTER;
    outFrom[e] = leaves ? Math.max(removeStart * PLACES, inFrom[e]) : NEVER;
    outTo[e] = leaves ? (removeEnd - 1) * PLACES + AFTER : NEVER;
    if (leaves && before < empty.length) {
      outTo[e] = Math.min(outTo[e], empty[before] * PLACES + BEFORE);
    }
  }

  /** First in, first out. */
  int[] ordered() {
    int[] order = firstToLast();
    int in = 0;
    int out = 0;
    Placing placing = placing();
    for (int e : order) {
      in = Math.max(in, inFrom[e]);
      out = Math.max(Math.max(out, in), Math.min(outFrom[e], NEVER - 1));
      place(placing, e, in, out);
    }
    return placing.order();
  }

  /** Whatever comes first. */
  int[] unordered() {
    Placing placing = placing();
    for (int e = 0; e < elements.count; e++) {
      place(placing, e, Math.min(inTo[e], outFrom[e]), outFrom[e]);
    }
    return placing.order();
  }

  private Placing placing() {
    Placing placing = new Placing(2 * elements.count + emptyAt.length);
    for (int i = 0; i < emptyAt.length; i++) {
      placing.add(elements.empties[i], emptyAt[i], EMPTY * 2);
    }
    return placing;
  }

  /** Insertions come before removals, so that what comes and leaves in one place can. */
  private void place(Placing placing, int e, int in, int out) {
    placing.add(elements.insertion[e], in / PLACES, in % PLACES * 2);
    if (removal[e] != Elements.NONE) {
      placing.add(removal[e], out / PLACES, out % PLACES * 2 + 1);
    }
  }

  /** The elements so that nobody was put in, or left, entirely before one that stands before. */
  private int[] firstToLast() {
    int n = elements.count;
    int[] byInFrom = sorted(inFrom);
    int[] byInTo = sorted(inTo);
    int[] byOutTo = sorted(outTo);
    boolean[] taken = new boolean[n];
    int[] order = new int[n];
    PriorityQueue<Long> ready = new PriorityQueue<>();
    int next = 0;
    int firstIn = 0;
    int firstOut = 0;
    for (int i = 0; i < n; i++) {
      while (taken[byInTo[firstIn]]) {
        firstIn++;
      }
      while (taken[byOutTo[firstOut]]) {
        firstOut++;
      }
      while (next < n && inFrom[byInFrom[next]] <= inTo[byInTo[firstIn]]) {
        ready.add(((long) outFrom[byInFrom[next]] << 32) | byInFrom[next]);
        next++;
      }
      int e = ready.remove().intValue();
      if (outFrom[e] > outTo[byOutTo[firstOut]]) {
        throw new IllegalStateException("no element can come next");
      }
      taken[e] = true;
      order[i] = e;
    }
    return order;
  }

  private int[] sorted(int[] by) {
    long[] keys = new long[elements.count];
    Arrays.setAll(keys, e -> ((long) by[e] << 32) | e);
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }
}
