package dev.ordeal.checkers.isolation;

import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides causal consistency of registers with unique values: whom those have seen that one has
 * seen, one has seen as well; and of two writes that were seen one is later for everybody.
 *
 * <p>After Biswas and Enea (OOPSLA 2019): who has seen a writer of a register, however indirectly,
 * and reads it from another, puts the other later; consistent if and only if that has no cycle
 * together with what was read. Sessions do not count. Memory is quadratic in the number of
 * transactions, so there is a limit to it.
 */
final class CausalRegisters {
  private static final int TRANSACTIONS_MAX = 40_000;

  private final RwRegister history;
  private final Transactions transactions;

  CausalRegisters(RwRegister history) {
    this.history = history;
    this.transactions = history.transactions;
  }

  boolean isTooLarge() {
    return transactions.size() > TRANSACTIONS_MAX;
  }

  boolean isViolated(Findings findings) {
    int n = transactions.size();
    Graph.Builder read = new Graph.Builder(n, n);
    Map<Integer, List<Integer>> writersOf = new HashMap<>();
    for (int t = 0; t < n; t++) {
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        if (history.readSlots[i] >= 0) {
          read.add(history.writers.writer(history.readSlots[i]), t, Graph.WR);
        }
      }
      for (int i = history.firstWrite[t];
          history.isCommitted(t) && i < history.firstWrite[t + 1];
          i++) {
        writersOf.computeIfAbsent(history.writeKeys[i], k -> new ArrayList<>()).add(t);
      }
    }
    Graph reads = read.build();
    Components components = new Components(reads, Rule.WRITES_AND_READS, false, null);
    if (components.isCyclic()) {
      return true;
    }
    long[][] past = past(reads, components);
    Graph.Builder forced = new Graph.Builder(n, reads.edgeCount() * 2);
    for (int t = 0; t < n; t++) {
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        if (slot == RwRegister.NOTHING) {
          continue;
        }
        int writer = slot == RwRegister.INITIAL ? t : history.writers.writer(slot);
        for (int other : writersOf.getOrDefault(history.readKeys[i], List.of())) {
          if (other == writer || other == t || (past[t][other >> 6] & (1L << other)) == 0) {
            continue;
          }
          if (slot == RwRegister.INITIAL) {
            tell(t, other, other, history.readKeys[i], findings);
            return true;
          }
          forced.add(other, writer, Graph.WW);
        }
      }
    }
    for (int from = 0; from < n; from++) {
      for (int e = reads.first[from]; e < reads.first[from + 1]; e++) {
        forced.add(from, Graph.target(reads.edges[e]), Graph.WR);
      }
    }
    Graph all = forced.build();
    Components together = new Components(all, Rule.WRITES_AND_READS, false, null);
    if (!together.isCyclic()) {
      return false;
    }
    report(all, together, past, findings);
    return true;
  }

  /** By transaction: whom it has seen, directly or not. */
  private static long[][] past(Graph reads, Components components) {
    int n = reads.nodes;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Integer.compare(components.of(a), components.of(b)));
    long[][] past = new long[n][(n + 63) >> 6];
    for (int from : order) {
      for (int e = reads.first[from]; e < reads.first[from + 1]; e++) {
        long[] theirs = past[Graph.target(reads.edges[e])];
        for (int w = 0; w < theirs.length; w++) {
          theirs[w] |= past[from][w];
        }
        theirs[from >> 6] |= 1L << from;
      }
    }
    return past;
  }

  private void report(Graph all, Components together, long[][] past, Findings findings) {
    for (int from = 0; from < all.nodes; from++) {
      for (int e = all.first[from]; e < all.first[from + 1]; e++) {
        int to = Graph.target(all.edges[e]);
        if (Graph.type(all.edges[e]) == Graph.WW && together.of(from) == together.of(to)) {
          for (int t = 0; t < all.nodes; t++) {
            for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
              boolean read =
                  history.readSlots[i] >= 0 && history.writers.writer(history.readSlots[i]) == to;
              if (read
                  && history.writes(from, history.readKeys[i])
                  && (past[t][from >> 6] & (1L << from)) != 0) {
                tell(t, from, to, history.readKeys[i], findings);
                return;
              }
            }
          }
        }
      }
    }
  }

  private void tell(int reader, int seen, int instead, int key, Findings findings) {
    findings.add(
        "causal-violation",
        Value.NIL,
        new int[] {seen, instead, reader},
        () ->
            ("What %s read goes back to %s, which wrote %s; yet it read %s %s, which "
                    + "contradicts what others read.")
                .formatted(
                    transactions.name(reader),
                    transactions.name(seen),
                    transactions.key(key),
                    transactions.key(key),
                    instead == seen
                        ? "as nobody had written it"
                        : "as %s wrote it".formatted(transactions.name(instead))));
  }
}
