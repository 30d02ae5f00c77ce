package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Replays an order of snapshots and commits, as proof that a history of registers keeps a level.
 *
 * <p>Knows nothing of how the order was found: it runs through it with a store of its own and
 * compares what each transaction read. Instants are numbers: {@code 2 t} for a transaction's
 * snapshot, {@code 2 t + 1} for its commit. Cost is linear.
 */
final class SerializationVerifier {
  private SerializationVerifier() {}

  /**
   * What is wrong with an order; empty if it proves the level.
   *
   * @param members the transactions that are judged: reads of values that others wrote do not count
   */
  static String problem(
      RwRegister history, boolean[] members, int[] order, Rule rule, CycleClass.Bond bond) {
    Transactions transactions = history.transactions;
    int[] store = new int[transactions.ops.keyCount()];
    Arrays.fill(store, RwRegister.INITIAL);
    int[] changedAt = new int[store.length];
    Map<Integer, Integer> lastOfProcess = new HashMap<>();
    int[] snapshotAt = new int[members.length];
    int[] commitAt = new int[members.length];
    int latestStart = -1;
    for (int place = 0; place < order.length; place++) {
      int t = order[place] >> 1;
      if ((order[place] & 1) == 0) {
        snapshotAt[t] = place + 1;
        for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
          int slot = history.readSlots[i];
          boolean counts =
              slot == RwRegister.INITIAL || (slot >= 0 && members[history.writers.writer(slot)]);
          if (counts && store[history.readKeys[i]] != slot) {
            return "%s does not read what is there".formatted(transactions.name(t));
          }
        }
        latestStart = Math.max(latestStart, transactions.start(t));
        if (bond == CycleClass.Bond.PROCESS) {
          Integer before = lastOfProcess.put(transactions.process(t), t);
          boolean inOrder = before == null || (commitAt[before] > 0 && before < t);
          if (!inOrder) {
            return "%s is not in its process' order".formatted(transactions.name(t));
          }
        }
        continue;
      }
      if (snapshotAt[t] == 0) {
        return "%s commits without a snapshot".formatted(transactions.name(t));
      }
      if (bond == CycleClass.Bond.REALTIME && transactions.end(t) < latestStart) {
        return "%s commits after something that was called after its end"
            .formatted(transactions.name(t));
      }
      commitAt[t] = place + 1;
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        int key = history.writeKeys[i];
        if (rule != Rule.PREFIX && changedAt[key] > snapshotAt[t]) {
          return "%s overwrites what it has not seen".formatted(transactions.name(t));
        }
        store[key] = history.writeSlots[i];
        changedAt[key] = place + 1;
      }
      if (rule == Rule.SERIALIZABLE && commitAt[t] != snapshotAt[t] + 1) {
        return "%s does not commit at once".formatted(transactions.name(t));
      }
    }
    for (int t = 0; t < members.length; t++) {
      if (members[t] && commitAt[t] == 0) {
        return "%s is missing".formatted(transactions.name(t));
      }
    }
    return "";
  }
}
