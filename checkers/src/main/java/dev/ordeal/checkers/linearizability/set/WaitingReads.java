package dev.ordeal.checkers.linearizability.set;

import java.util.Arrays;

/**
 * The open reads of a set that have not taken effect in every situation, in the order of their
 * calls.
 *
 * <p>Each has a place, which is a bit of a mask, so that all of them are asked at once what they
 * saw. Not thread-safe.
 */
final class WaitingReads {
  private static final int NONE = -1;

  private final SetCalls calls;

  /** How many numbers of 64 bits a mask has. */
  private final int words;

  private int[] reads = new int[16];
  private int count;

  /** By call: its place; {@link #NONE} if it does not wait. */
  private final int[] places;

  /** By place: the read. */
  private final int[] byPlace;

  private final long[] taken;

  /** By element: the mask of the reads that saw it. */
  private final long[] seen;

  /** By call: the elements that the base has otherwise. */
  private final IntSet[] wrong;

  /** None yet; the steps say how many will wait at a time at most. */
  WaitingReads(SetCalls calls, int[] steps) {
    this.calls = calls;
    words = Math.max(1, (most(calls, steps) + Long.SIZE - 1) / Long.SIZE);
    places = new int[calls.size()];
    Arrays.fill(places, NONE);
    byPlace = new int[words * Long.SIZE];
    taken = new long[words];
    seen = new long[Math.multiplyExact(words, calls.elementCount)];
    wrong = new IntSet[calls.size()];
  }

  /** How many reads are open at a time at most. */
  private static int most(SetCalls calls, int[] steps) {
    int open = 0;
    int most = 0;
    for (int step : steps) {
      int call = step >= 0 ? step : ~step;
      if (calls.roles[call] == SetCalls.Role.READ) {
        open += step >= 0 ? 1 : -1;
        most = Math.max(most, open);
      }
    }
    return most;
  }

  /** The mask of none. */
  long[] none() {
    return new long[words];
  }

  int count() {
    return count;
  }

  int get(int number) {
    return reads[number];
  }

  /** The elements that the base has otherwise than a read saw them. */
  IntSet wrong(int read) {
    return wrong[read];
  }

  /** A read was called. */
  void add(int read, IntSet otherwise) {
    int word = 0;
    while (taken[word] == -1) {
      word++;
    }
    int place = word * Long.SIZE + Long.numberOfTrailingZeros(~taken[word]);
    taken[word] |= 1L << place;
    places[read] = place;
    byPlace[place] = read;
    for (int at = calls.contents.from(read); at < calls.contents.until(read); at++) {
      seen[calls.contents.elements[at] * words + word] |= 1L << place;
    }
    wrong[read] = otherwise;
    if (count == reads.length) {
      reads = Arrays.copyOf(reads, 2 * count);
    }
    reads[count++] = read;
  }

  /** A read waits no more, or did not. */
  void remove(int read) {
    int place = places[read];
    if (place == NONE) {
      return;
    }
    int word = place / Long.SIZE;
    taken[word] &= ~(1L << place);
    places[read] = NONE;
    for (int at = calls.contents.from(read); at < calls.contents.until(read); at++) {
      seen[calls.contents.elements[at] * words + word] &= ~(1L << place);
    }
    wrong[read] = null;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (reads[i] != read) {
        reads[kept++] = reads[i];
      }
    }
    count = kept;
  }

  /** The base has an element otherwise than before. */
  void toggle(int element) {
    for (int i = 0; i < count; i++) {
      wrong[reads[i]].toggle(element);
    }
  }

  /** Whether a waiting read saw an element. */
  boolean sees(int read, int element) {
    int place = places[read];
    return (seen[element * words + place / Long.SIZE] & (1L << place)) != 0;
  }

  /** Whether a waiting read is in a mask. */
  boolean isIn(long[] mask, int read) {
    int place = places[read];
    return (mask[place / Long.SIZE] & (1L << place)) != 0;
  }

  /** A mask with or without a waiting read. */
  long[] with(long[] mask, int read, boolean isIn) {
    long[] copy = mask.clone();
    int place = places[read];
    long bit = 1L << place;
    int word = place / Long.SIZE;
    copy[word] = isIn ? copy[word] | bit : copy[word] & ~bit;
    return copy;
  }

  /** Whether a read waits. */
  boolean has(int read) {
    return places[read] != NONE;
  }

  /** Whether a mask has any read. */
  static boolean isAny(long[] mask) {
    for (long word : mask) {
      if (word != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * A read that saw an element as it is; -1 if none did.
   *
   * @param except a mask of reads that do not count
   * @param but a read that does not count; -1 for none
   */
  int whoSaw(int element, boolean isThere, long[] except, int but) {
    for (int word = 0; word < words; word++) {
      long mask = saw(element, isThere, except, word) & ~bit(but, word);
      if (mask != 0) {
        return byPlace[word * Long.SIZE + Long.numberOfTrailingZeros(mask)];
      }
    }
    return NONE;
  }

  /** A read that has to be over before an instant and saw that an element is not there; or -1. */
  int whoLacked(int element, int instant, long[] except, int but) {
    for (int word = 0; word < words; word++) {
      long mask = saw(element, false, except, word) & ~bit(but, word);
      for (; mask != 0; mask &= mask - 1) {
        int read = byPlace[word * Long.SIZE + Long.numberOfTrailingZeros(mask)];
        if (instant > calls.returnedAt[read]) {
          return read;
        }
      }
    }
    return NONE;
  }

  private long saw(int element, boolean isThere, long[] except, int word) {
    long mask = seen[element * words + word];
    return (isThere ? mask : ~mask) & taken[word] & ~except[word];
  }

  private long bit(int read, int word) {
    int place = read < 0 ? NONE : places[read];
    return place != NONE && place / Long.SIZE == word ? 1L << place : 0;
  }
}
