package dev.ordeal.checkers.isolation.register;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Groups;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What of the order of registers' versions follows at every level, as a graph; lost updates. */
final class RegisterGraph {
  private final RwRegister history;
  private final Transactions transactions;
  private final Writers writers;
  private final Findings findings;
  private final Budget passes;

  RegisterGraph(RwRegister history, Findings findings, Budget passes) {
    this.history = history;
    this.passes = passes;
    this.transactions = history.transactions;
    this.writers = history.writers;
    this.findings = findings;
  }

  /** Makes the graph; notes updates that were lost. */
  Graph make() {
    int[] firstRead = history.firstRead;
    int[] readKeys = history.readKeys;
    int[] readSlots = history.readSlots;
    int reads = readSlots.length;
    int n = transactions.size();
    Graph.Builder graph = new Graph.Builder(n, 2 * reads + 16);
    Groups overwriters = overwriters(graph);
    // By slot: who first read it and wrote its key.
    int[] updater = new int[writers.slots()];
    Map<Integer, Integer> firstUpdater = new HashMap<>();
    for (int t = 0; t < n; t++) {
      passes.look(t);
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        int slot = readSlots[i];
        if (slot == RwRegister.NOTHING || !history.writes(t, readKeys[i])) {
          continue;
        }
        int other =
            slot == RwRegister.INITIAL
                ? firstUpdater.getOrDefault(readKeys[i], -1)
                : updater[slot] - 1;
        if (slot == RwRegister.INITIAL) {
          firstUpdater.putIfAbsent(readKeys[i], t);
        } else if (other < 0) {
          updater[slot] = t + 1;
        }
        if (other >= 0 && other != t) {
          if (updates(t, readKeys[i], slot) && updates(other, readKeys[i], slot)) {
            lostUpdate(other, t, readKeys[i], slot);
          }
          if (slot >= 0) {
            graph.add(other, t, Graph.RW);
          }
        }
      }
    }
    for (int t = 0; t < n; t++) {
      passes.look(t);
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        int slot = readSlots[i];
        if (slot == RwRegister.INITIAL) {
          int all = overwriters.node(readKeys[i]);
          if (all != Groups.NOBODY) {
            overwriters.before(t, all, Graph.RW, graph);
          }
        } else if (slot >= 0) {
          graph.add(writers.writer(slot), t, Graph.WR);
          if (updater[slot] > 0) {
            graph.add(t, updater[slot] - 1, Graph.RW);
          }
        }
      }
    }
    passes.check();
    return graph.build();
  }

  /** Whether a version is what a transaction had read of a key last when it first wrote it. */
  private boolean updates(int t, int key, int slot) {
    MicroOps ops = transactions.ops;
    int last = RwRegister.NOTHING;
    for (int at = transactions.first(t); ; at += MicroOps.WIDTH) {
      if (ops.key(at) != key || transactions.isSilent(at)) {
        continue;
      }
      if (ops.kind(at) == MicroOps.Kind.WRITE) {
        return last == slot;
      }
      int read = writers.slot(key, transactions.cell(at));
      last = read < 0 && transactions.cell(at) == CellPool.NIL ? RwRegister.INITIAL : read;
    }
  }

  /** Who wrote the keys of which the initial value was read. */
  private Groups overwriters(Graph.Builder graph) {
    boolean[] isInitialRead = new boolean[transactions.ops.keyCount()];
    for (int i = 0; i < history.readSlots.length; i++) {
      isInitialRead[history.readKeys[i]] |= history.readSlots[i] == RwRegister.INITIAL;
    }
    int[] first = new int[isInitialRead.length + 1];
    for (int t = 0; t < transactions.size(); t++) {
      passes.look(t);
      for (int i = history.firstWrite[t];
          history.isCommitted(t) && i < history.firstWrite[t + 1];
          i++) {
        first[history.writeKeys[i] + 1] += isInitialRead[history.writeKeys[i]] ? 1 : 0;
      }
    }
    Arrays.parallelPrefix(first, Math::addExact);
    int[] members = new int[first[isInitialRead.length]];
    int[] at = first.clone();
    for (int t = 0; t < transactions.size(); t++) {
      passes.look(t);
      for (int i = history.firstWrite[t];
          history.isCommitted(t) && i < history.firstWrite[t + 1];
          i++) {
        if (isInitialRead[history.writeKeys[i]]) {
          members[at[history.writeKeys[i]]++] = t;
        }
      }
    }
    return new Groups(graph, first, members, passes);
  }

  private void lostUpdate(int other, int t, int key, int slot) {
    findings.add(
        "lost-update",
        transactions.key(key),
        new int[] {other, t},
        () ->
            ("%s and %s both read %s = %s and then wrote it: whichever came second "
                    + "did not see the other's update.")
                .formatted(
                    transactions.name(other),
                    transactions.name(t),
                    transactions.key(key),
                    slot == RwRegister.INITIAL ? "nil" : history.valueOf(key, slot)));
  }
}
