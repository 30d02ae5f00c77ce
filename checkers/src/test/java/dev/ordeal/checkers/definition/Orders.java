package dev.ordeal.checkers.definition;

import java.util.function.Consumer;

/** Enumerates orders, and looks for cycles in small graphs. */
final class Orders {
  private Orders() {}

  /**
   * All orders of some transactions in which each comes behind those that must precede it.
   *
   * @param members who is to be ordered
   * @param before of each transaction, who must precede it; those who are no members do not count
   */
  static void forEach(int members, int[] before, Consumer<int[]> action) {
    extend(new int[Integer.bitCount(members)], 0, members, before, action);
  }

  private static void extend(int[] order, int at, int left, int[] before, Consumer<int[]> action) {
    if (left == 0) {
      action.accept(order);
    }
    for (int rest = left; rest != 0; rest &= rest - 1) {
      int t = Integer.numberOfTrailingZeros(rest);
      if ((before[t] & left) == 0) {
        order[at] = t;
        extend(order, at + 1, left & ~(1 << t), before, action);
      }
    }
  }

  /** Who can be reached from each node in one step or more; targets are bit masks. */
  static int[] closure(int[] edges) {
    int[] reach = edges.clone();
    for (int via = 0; via < reach.length; via++) {
      for (int from = 0; from < reach.length; from++) {
        if ((reach[from] & 1 << via) != 0) {
          reach[from] |= reach[via];
        }
      }
    }
    return reach;
  }

  /** Whether a relation with a closure has no cycle. */
  static boolean isAcyclic(int[] closure) {
    for (int t = 0; t < closure.length; t++) {
      if ((closure[t] & 1 << t) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The union of two relations. */
  static int[] union(int[] one, int[] other) {
    int[] both = one.clone();
    for (int t = 0; t < both.length; t++) {
      both[t] |= other[t];
    }
    return both;
  }

  /** The relation turned round. */
  static int[] inverse(int[] edges) {
    int[] turned = new int[edges.length];
    for (int from = 0; from < edges.length; from++) {
      for (int to = 0; to < edges.length; to++) {
        turned[to] |= (edges[from] & 1 << to) != 0 ? 1 << from : 0;
      }
    }
    return turned;
  }
}
