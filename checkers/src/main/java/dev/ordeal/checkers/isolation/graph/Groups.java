package dev.ordeal.checkers.isolation.graph;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.ParallelRanges;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transactions that wrote the same object in an order that nobody saw, by key, and edges to all of
 * them.
 *
 * <p>Who saw the object before any of them came before all of them, but not before itself. Edges
 * from each to each would be too many, so those to several go through chains of relays: one that
 * leads to all members up to some place, one to all from there on.
 */
public final class Groups {
  /** In place of the node of a key that has no members. */
  public static final int NOBODY = -1;

  private final int[] first;
  private final int[] stop;

  /** Those of each key from its first to its stop, rising. */
  private final int[] members;

  /** By key with several members: its first relay, behind which its others follow. */
  private final int[] relays;

  private final int firstRelay;

  /** By relay, from the first one on. */
  private final int[] keyOfRelay;

  /**
   * Makes groups, and their chains in a graph.
   *
   * @param first by key, where its members begin; one more in the end
   * @param members by key, in any order, some maybe twice; is put in order
   * @param passes how long that may take
   */
  public Groups(Graph.Builder graph, int[] first, int[] members, Budget passes) {
    this.first = first;
    this.members = members;
    int keys = first.length - 1;
    stop = new int[keys];
    ParallelRanges.each(
        keys,
        (from, to) -> {
          for (int key = from; key < to; key++) {
            stop[key] = first[key] + distinct(members, first[key], first[key + 1]);
          }
        });
    relays = new int[keys];
    firstRelay = graph.nextRelay();
    int[] several = IntStream.range(0, keys).filter(key -> size(key) > 1).toArray();
    keyOfRelay = new int[2 * IntStream.of(several).map(this::size).sum()];
    for (int i = 0; i < several.length; i++) {
      passes.look(i);
      chain(graph, several[i]);
    }
  }

  /** Puts some members in order, each once; how many there are. */
  private static int distinct(int[] members, int from, int to) {
    if (to - from < 2) {
      return to - from;
    }
    Arrays.sort(members, from, to);
    int kept = from + 1;
    for (int i = from + 1; i < to; i++) {
      if (members[i] != members[i - 1]) {
        members[kept++] = members[i];
      }
    }
    return kept - from;
  }

  private void chain(Graph.Builder graph, int key) {
    int n = size(key);
    for (int i = 0; i < 2 * n; i++) {
      int relay = graph.relay();
      keyOfRelay[relay - firstRelay] = key;
      relays[key] = i == 0 ? relay : relays[key];
    }
    for (int i = 0; i < n; i++) {
      graph.add(upTo(key, i), members[first[key] + i], Graph.RELAY);
      graph.add(from(key, i), members[first[key] + i], Graph.RELAY);
      if (i > 0) {
        graph.add(upTo(key, i), upTo(key, i - 1), Graph.RELAY);
        graph.add(from(key, i - 1), from(key, i), Graph.RELAY);
      }
    }
  }

  /** The relay that leads to a key's members up to one. */
  private int upTo(int key, int member) {
    return relays[key] + member;
  }

  /** The relay that leads to a key's members from one on. */
  private int from(int key, int member) {
    return relays[key] + size(key) + member;
  }

  private int size(int key) {
    return stop[key] - first[key];
  }

  /** The members of each key that has several. */
  public List<int[]> several() {
    return IntStream.range(0, stop.length)
        .filter(key -> size(key) > 1)
        .mapToObj(key -> Arrays.copyOfRange(members, first[key], stop[key]))
        .toList();
  }

  /** The node that stands for all members of a key; {@link #NOBODY} if there are none. */
  public int node(int key) {
    return switch (size(key)) {
      case 0 -> NOBODY;
      case 1 -> members[first[key]];
      default -> upTo(key, size(key) - 1);
    };
  }

  /**
   * Tells edges from a transaction to all but itself that a node stands for: that of a key, or any
   * transaction, which stands for itself.
   */
  public void before(int transaction, int node, int type, Graph.Sink sink) {
    if (node < firstRelay) {
      sink.add(transaction, node, type);
      return;
    }
    int key = keyOfRelay[node - firstRelay];
    int place = Arrays.binarySearch(members, first[key], stop[key], transaction) - first[key];
    if (place < 0) {
      sink.add(transaction, node, type);
      return;
    }
    if (place > 0) {
      sink.add(transaction, upTo(key, place - 1), type);
    }
    if (place < size(key) - 1) {
      sink.add(transaction, from(key, place + 1), type);
    }
  }
}
