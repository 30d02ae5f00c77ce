package dev.ordeal.checkers.isolation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks through an order of transactions, as proof that a history of registers keeps parallel
 * snapshot isolation.
 *
 * <p>Knows nothing of how the order was found. Each register's versions are to be taken in that
 * order; then who is read and who is overwritten comes before whoever does so, and nobody may
 * depend, over any number of steps, on who overwrote a version that it read.
 */
final class ParallelCertificate {
  private final RwRegister history;

  /** By transaction: its place in the order. */
  private final Map<Integer, Integer> places = new HashMap<>();

  /** By slot: the slot that followed in the order, and the one before. */
  private final Map<Integer, Integer> following = new HashMap<>();

  private final Map<Integer, Integer> preceding = new HashMap<>();

  /** By key: the first slot. */
  private final Map<Integer, Integer> earliest = new HashMap<>();

  private ParallelCertificate(RwRegister history, int[] order) {
    this.history = history;
    Map<Integer, Integer> latest = new HashMap<>();
    for (int place = 0; place < order.length; place++) {
      int t = order[place];
      places.put(t, place);
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        int slot = history.writeSlots[i];
        Integer before = latest.put(history.writeKeys[i], slot);
        if (before == null) {
          earliest.put(history.writeKeys[i], slot);
        } else {
          following.put(before, slot);
          preceding.put(slot, before);
        }
      }
    }
  }

  /**
   * What is wrong with an order; empty if it proves the level.
   *
   * @param members the transactions that are judged: reads of values that others wrote do not count
   */
  static String problem(RwRegister history, int[] members, int[] order) {
    ParallelCertificate certificate = new ParallelCertificate(history, order);
    if (order.length != members.length || certificate.places.size() != members.length) {
      return "not everybody stands in it once";
    }
    for (int t : members) {
      if (!certificate.places.containsKey(t)) {
        return "%s is missing".formatted(history.transactions.name(t));
      }
    }
    for (int t : order) {
      String problem = certificate.problem(t);
      if (!problem.isEmpty()) {
        return "%s %s".formatted(history.transactions.name(t), problem);
      }
    }
    return "";
  }

  private String problem(int t) {
    for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
      int slot = history.readSlots[i];
      Integer writer = slot < 0 ? null : places.get(writer(slot));
      if (writer != null && writer >= places.get(t)) {
        return "reads what is written later";
      }
      if (writer == null && slot != RwRegister.INITIAL) {
        continue;
      }
      Integer missed =
          slot == RwRegister.INITIAL
              ? earliest.get(history.readKeys[i])
              : following.get(history.writeSlots[history.write(writer(slot), history.readKeys[i])]);
      if (missed != null && writer(missed) != t && depends(t, writer(missed))) {
        return "depends on who overwrote what it read";
      }
    }
    return "";
  }

  private int writer(int slot) {
    return history.writers.writer(slot);
  }

  /** Whether dependencies lead from one transaction to a later one. */
  private boolean depends(int later, int earlier) {
    int least = places.get(earlier);
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(later);
    while (!queue.isEmpty()) {
      int t = queue.remove();
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        if (history.readSlots[i] >= 0) {
          offer(writer(history.readSlots[i]), least, seen, queue);
        }
      }
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        Integer before = preceding.get(history.writeSlots[i]);
        if (before != null) {
          offer(writer(before), least, seen, queue);
        }
      }
      if (seen.contains(earlier)) {
        return true;
      }
    }
    return false;
  }

  private void offer(int t, int least, Set<Integer> seen, Deque<Integer> queue) {
    Integer place = places.get(t);
    if (place != null && place >= least && seen.add(t)) {
      queue.add(t);
    }
  }
}
