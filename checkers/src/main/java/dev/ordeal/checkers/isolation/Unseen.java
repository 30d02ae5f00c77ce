package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.MicroOps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Committed elements that nobody ever read: they came behind all that were.
 *
 * <p>Who saw or made the last known version of a list depends with all of them, but not with
 * itself. Edges from each to each would be too many, so they go through chains of relays: one that
 * leads to all members up to some place, one to all from there on.
 */
final class Unseen {
  /** By key: who appended, and the relays that lead to the members up to, and from, each. */
  private record Members(List<Integer> transactions, int[] upTo, int[] from) {}

  private final Graph.Builder graph;
  private final Map<Integer, List<Integer>> unseen = new HashMap<>();
  private final Map<Integer, Members> members = new HashMap<>();

  Unseen(ListAppend history, Graph.Builder graph) {
    this.graph = graph;
    Transactions transactions = history.transactions;
    MicroOps ops = transactions.ops;
    for (int t = 0; t < transactions.size(); t++) {
      if (!history.committed[t]) {
        continue;
      }
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) != MicroOps.Kind.APPEND) {
          continue;
        }
        int key = ops.key(at);
        if (history.versions.position[history.writers.slot(key, ops.cell(at))] == Versions.NONE) {
          List<Integer> found = unseen.computeIfAbsent(key, k -> new ArrayList<>(1));
          if (found.isEmpty() || found.getLast() != t) {
            found.add(t);
          }
        }
      }
    }
  }

  boolean isEmpty() {
    return unseen.isEmpty();
  }

  /** Who appended to a key without being seen, in the order of their calls. */
  List<Integer> of(int key) {
    return unseen.getOrDefault(key, List.of());
  }

  /** The transactions of each key that has several. */
  List<List<Integer>> groups() {
    return unseen.values().stream().filter(group -> group.size() > 1).toList();
  }

  /** Adds edges from a transaction to everybody else who appended to a key unseen. */
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
