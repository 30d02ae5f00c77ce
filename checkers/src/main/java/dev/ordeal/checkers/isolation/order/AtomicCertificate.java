package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.isolation.register.RwRegister;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks through an order of transactions, as proof that a history of registers keeps update
 * atomicity.
 *
 * <p>Knows nothing of how the order was found. Goes through it with a list of all writers of each
 * register, and compares each read with the last writer whom its transaction has seen.
 */
final class AtomicCertificate {
  private AtomicCertificate() {}

  /**
   * What is wrong with an order; empty if it proves the level.
   *
   * @param members the transactions that are judged: reads of values that others wrote do not count
   */
  static String problem(RwRegister history, int[] members, int[] order) {
    Set<Integer> judged = new HashSet<>();
    for (int member : members) {
      judged.add(member);
    }
    Map<Integer, List<Integer>> writers = new HashMap<>();
    Set<Integer> done = new HashSet<>();
    for (int t : order) {
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        int version = slot < 0 ? -1 : history.writers.writer(slot);
        boolean counts = slot == RwRegister.INITIAL || judged.contains(version);
        List<Integer> all = writers.getOrDefault(history.readKeys[i], List.of());
        if (counts && lastSeen(history, t, all) != version) {
          return "%s has not read the last write that it has seen"
              .formatted(history.transactions.name(t));
        }
      }
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        writers.computeIfAbsent(history.writeKeys[i], key -> new ArrayList<>()).add(t);
      }
      if (!judged.contains(t) || !done.add(t)) {
        return "%s does not belong there".formatted(history.transactions.name(t));
      }
    }
    return done.size() == judged.size() ? "" : "not everybody stands in it";
  }

  /** The last of some writers, in order, whom a transaction has seen; -1 if it has seen none. */
  private static int lastSeen(RwRegister history, int t, List<Integer> writers) {
    for (int writer : writers.reversed()) {
      boolean isSeen = false;
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        isSeen |= slot >= 0 && history.writers.writer(slot) == writer;
      }
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        isSeen |= history.writes(writer, history.writeKeys[i]);
      }
      if (isSeen) {
        return writer;
      }
    }
    return -1;
  }
}
