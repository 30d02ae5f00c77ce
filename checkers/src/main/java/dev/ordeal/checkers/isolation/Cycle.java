package dev.ordeal.checkers.isolation;

/**
 * A cycle of transactions.
 *
 * @param members the history's numbers of the transactions, each once
 * @param types the type of the edge from each to the next, from the last to the first
 */
record Cycle(int[] members, int[] types) {
  /** The type of an edge that only real time makes. */
  static final int REALTIME = Graph.RELAY + 1;

  int length() {
    return members.length;
  }

  int next(int place) {
    return members[(place + 1) % members.length];
  }
}
