package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.LongIntMap;
import java.util.Arrays;

/** Which writers have to come before which others, and since who read what. */
final class ForcedWriters {
  private static final int NONE = -1;

  /** By transaction: the link of one that has to come before it. */
  private final int[] first;

  /** By who and whom: the link. */
  private final LongIntMap links = new LongIntMap(64);

  private final Ints next = new Ints();
  private final Ints from = new Ints();
  private final Ints readers = new Ints();
  private final Ints keys = new Ints();

  ForcedWriters(int transactions) {
    first = new int[transactions];
    Arrays.fill(first, NONE);
  }

  /** How many were noted. */
  int count() {
    return from.size();
  }

  /** Notes that one has to come before another, unless that is noted already. */
  void add(int one, int other, int reader, int key) {
    if (links.get(pair(one, other)) == NONE) {
      links.put(pair(one, other), from.size());
      next.add(first[other]);
      first[other] = from.size();
      from.add(one);
      readers.add(reader);
      keys.add(key);
    }
  }

  /** The first link to those that have to come before a transaction; negative if there is none. */
  int firstBefore(int transaction) {
    return first[transaction];
  }

  /** The link behind another; negative if there is none. */
  int next(int link) {
    return next.get(link);
  }

  /** Who has to come before. */
  int from(int link) {
    return from.get(link);
  }

  /** Who saw the one, and read a key from the other. */
  int reader(int link) {
    return readers.get(link);
  }

  int key(int link) {
    return keys.get(link);
  }

  /** The link that puts one before another; negative if there is none. */
  int link(int one, int other) {
    return links.get(pair(one, other));
  }

  private static long pair(int one, int other) {
    return ((long) one << Integer.SIZE) | other;
  }
}
