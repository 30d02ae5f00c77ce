package dev.ordeal.checkers.isolation.graph;

/**
 * A cycle of transactions.
 *
 * @param members the history's numbers of the transactions, each once
 * @param types the type of the edge from each to the next, from the last to the first
 */
public record Cycle(int[] members, int[] types) {
  /** The type of an edge that only real time makes. */
  public static final int REALTIME = Graph.RELAY + 1;

  /** How many transactions the cycle has. */
  public int length() {
    return members.length;
  }

  /** The place behind a place; behind the last one comes the first. */
  public int next(int place) {
    return members[(place + 1) % members.length];
  }
}
