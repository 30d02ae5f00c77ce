package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Slices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions that wrote the same object in an order that nobody saw, by key, and edges to all of
 * them.
 *
 * <p>Who saw the object before any of them came before all of them, but not before itself. Edges
 * from each to each would be too many, so they go through chains of relays: one that leads to all
 * members up to some place, one to all from there on.
 */
final class Groups {
  /** By key: the members, and the relays that lead to those up to, and from, each. */
  private record Members(List<Integer> transactions, int[] upTo, int[] from) {}

  private final Graph.Builder graph;
  private final Map<Integer, List<Integer>> groups;
  private final Map<Integer, Members> members = new HashMap<>();

  /**
   * Makes groups.
   *
   * @param groups members by key, each once, in rising order
   */
  Groups(Graph.Builder graph, Map<Integer, List<Integer>> groups) {
    this.graph = graph;
    this.groups = groups;
  }

  /** Committed elements of lists that nobody ever read: they came behind all that were. */
  static Map<Integer, List<Integer>> unseen(ListAppend history) {
    Map<Integer, List<Integer>> unseen = new HashMap<>();
    Slices.map(history.transactions.ops.keyCount(), (from, to) -> unseen(history, from, to))
        .forEach(unseen::putAll);
    return unseen;
  }

  private static Map<Integer, List<Integer>> unseen(ListAppend history, int from, int to) {
    Map<Integer, List<Integer>> unseen = new HashMap<>();
    Writers writers = history.writers;
    for (int key = from; key < to; key++) {
      for (int slot = writers.firstSlot(key); slot < writers.stopSlot(key); slot++) {
        int writer = writers.writer(slot);
        if (writer >= 0
            && history.committed[writer]
            && history.versions.position[slot] == Versions.NONE) {
          unseen.computeIfAbsent(key, k -> new ArrayList<>(1)).add(writer);
        }
      }
    }
    unseen.replaceAll(
        (key, some) -> some.size() == 1 ? some : some.stream().sorted().distinct().toList());
    return unseen;
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  private List<Integer> of(int key) {
    return groups.getOrDefault(key, List.of());
  }

  /** The members of each key that has several. */
  List<List<Integer>> several() {
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }

  /** Adds edges from a transaction to all other members of a key. */
  void before(int key, int transaction, int type) {
    List<Integer> all = of(key);
    if (all.isEmpty()) {
      return;
    }
    if (all.size() == 1) {
      graph.add(transaction, all.getFirst(), type);
      return;
    }
    Members found = members.computeIfAbsent(key, k -> chains(all));
    int place = Collections.binarySearch(all, transaction);
    if (place < 0) {
      graph.add(transaction, found.upTo()[all.size() - 1], type);
      return;
    }
    if (place > 0) {
      graph.add(transaction, found.upTo()[place - 1], type);
    }
    if (place < all.size() - 1) {
      graph.add(transaction, found.from()[place + 1], type);
    }
  }

  private Members chains(List<Integer> all) {
    int n = all.size();
    int[] upTo = new int[n];
    int[] from = new int[n];
    for (int i = 0; i < n; i++) {
      upTo[i] = graph.relay();
      graph.add(upTo[i], all.get(i), Graph.RELAY);
      if (i > 0) {
        graph.add(upTo[i], upTo[i - 1], Graph.RELAY);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      from[i] = graph.relay();
      graph.add(from[i], all.get(i), Graph.RELAY);
      if (i < n - 1) {
        graph.add(from[i], from[i + 1], Graph.RELAY);
      }
    }
    return new Members(all, upTo, from);
  }
}
