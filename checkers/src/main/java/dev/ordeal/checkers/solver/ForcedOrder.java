package dev.ordeal.checkers.solver;

import dev.ordeal.results.history.LongIntMap;
import java.util.Arrays;

/**
 * Which nodes have to come before which others, and by whom and what.
 *
 * <p>Each node that others have to come before has a list of links to them. Not safe for use by
 * several threads while it grows.
 */
public final class ForcedOrder {
  private static final int NONE = -1;

  /** By node: the link of one that has to come before it. */
  private final int[] first;

  /** By who and whom: the link. */
  private final LongIntMap links = new LongIntMap(64);

  private final Ints next = new Ints();
  private final Ints from = new Ints();
  private final Ints to = new Ints();
  private final Ints readers = new Ints();
  private final Ints keys = new Ints();

  /** Of so many nodes, with nothing known. */
  public ForcedOrder(int nodes) {
    first = new int[nodes];
    Arrays.fill(first, NONE);
  }

  /** How many links there are. */
  public int count() {
    return from.size();
  }

  /** Notes that one has to come before another, unless that is noted already. */
  public void add(int one, int other, int reader, int key) {
    if (links.get(pair(one, other)) == NONE) {
      links.put(pair(one, other), from.size());
      next.add(first[other]);
      first[other] = from.size();
      from.add(one);
      to.add(other);
      readers.add(reader);
      keys.add(key);
    }
  }

  /** Forgets all links, in time proportional to how many there are or were at most. */
  public void clear() {
    if (count() == 0) {
      return;
    }
    for (int link = 0; link < to.size(); link++) {
      first[to.get(link)] = NONE;
    }
    links.clear();
    for (Ints column : new Ints[] {next, from, to, readers, keys}) {
      column.truncate(0);
    }
  }

  /** The first link to those that have to come before a node; negative if there is none. */
  public int firstBefore(int node) {
    return first[node];
  }

  /** The link behind another; negative if there is none. */
  public int next(int link) {
    return next.get(link);
  }

  /** Who has to come before. */
  public int from(int link) {
    return from.get(link);
  }

  /** Whom the one has to come before. */
  public int to(int link) {
    return to.get(link);
  }

  /** Who says so: it read a key from the other, and knew the one. */
  public int reader(int link) {
    return readers.get(link);
  }

  public int key(int link) {
    return keys.get(link);
  }

  /** The link that puts one before another; negative if there is none. */
  public int link(int one, int other) {
    return links.get(pair(one, other));
  }

  private static long pair(int one, int other) {
    return ((long) one << Integer.SIZE) | other;
  }
}
