package dev.ordeal.checkers.isolation.turn;

import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.MicroOps;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parts of a history that share no keys, however indirectly. */
public final class KeyComponents {
  private static final int NONE = -1;

  private KeyComponents() {}

  /**
   * The parts of some transactions, the smallest first; those that touch no key are in none.
   *
   * @param members their numbers, rising
   */
  public static List<int[]> of(Transactions transactions, int[] members) {
    int[] parents = new int[transactions.ops.keyCount()];
    for (int key = 0; key < parents.length; key++) {
      parents[key] = key;
    }
    for (int t : members) {
      int first = firstKey(transactions, t);
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        parents[root(parents, transactions.ops.key(at))] = root(parents, first);
      }
    }
    Map<Integer, Ints> parts = new TreeMap<>();
    for (int t : members) {
      int first = firstKey(transactions, t);
      if (first != NONE) {
        parts.computeIfAbsent(root(parents, first), root -> new Ints()).add(t);
      }
    }
    return sorted(parts.values());
  }

  private static List<int[]> sorted(Collection<Ints> parts) {
    return parts.stream()
        .map(Ints::toArray)
        .sorted(Comparator.comparingInt(part -> part.length))
        .toList();
  }

  private static int firstKey(Transactions transactions, int t) {
    int at = transactions.first(t);
    return at < transactions.stop(t) ? transactions.ops.key(at) : NONE;
  }

  private static int root(int[] parents, int key) {
    int root = key;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }
}
