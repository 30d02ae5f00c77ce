package dev.ordeal.checkers.isolation;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Transactions that saw some of what another did and not the rest of it, directly (read atomicity,
 * Bailis et al., 2014) or by way of what others had seen (causal consistency).
 *
 * <p>If a transaction has seen another, whatever that wrote or had seen must be in what it reads.
 * Whom a transaction has seen is looked up backwards, within one part of the history.
 */
final class Fractures {
  private final Transactions transactions;
  private final Dependencies dependencies;
  private final Findings findings;
  private final Map<Integer, Integer> local = new HashMap<>();
  private long stepsLeft;
  private final Set<Level> violated = new HashSet<>();

  Fractures(
      Transactions transactions, Dependencies dependencies, Findings findings, long stepsMax) {
    this.transactions = transactions;
    this.dependencies = dependencies;
    this.findings = findings;
    this.stepsLeft = stepsMax;
  }

  /** Levels that were found to be violated. */
  Set<Level> violated() {
    return violated;
  }

  /** Whether not everything could be looked at. */
  boolean gaveUp() {
    return stepsLeft < 0;
  }

  void judge(Part part) {
    local.clear();
    for (int i = 0; i < part.members.length; i++) {
      local.put(part.members[i], i);
    }
    for (int t : part.members) {
      if (transactions.isOk(t) && stepsLeft >= 0) {
        judge(t, part);
      }
    }
  }

  /** Somebody who was seen: by whom, and in which micro-operation. */
  private record Step(int transaction, int by, Step next) {}

  private void judge(int reader, Part part) {
    BitSet seen = new BitSet(part.members.length);
    Deque<Step> queue = new ArrayDeque<>();
    seen.set(local.get(reader));
    queue.add(new Step(reader, reader, null));
    while (!queue.isEmpty() && stepsLeft >= 0) {
      Step step = queue.remove();
      int at = step.transaction();
      boolean direct = at == reader;
      dependencies.visitObserved(
          at,
          (writer, position) -> {
            stepsLeft--;
            Integer place = local.get(writer);
            if (place == null || seen.get(place)) {
              return;
            }
            seen.set(place);
            queue.add(new Step(writer, at, step));
            int missing = dependencies.missed(reader, writer);
            if (missing >= 0 && writer != reader) {
              report(reader, writer, direct, position < missing, step);
            }
          });
      if (violated.contains(Level.MONOTONIC_ATOMIC_VIEW)) {
        return;
      }
    }
  }

  private void report(int reader, int writer, boolean direct, boolean before, Step step) {
    if (!direct) {
      violated.add(Level.CAUSAL_CERONE);
      int between = step.transaction();
      findings.add(
          "causal-violation",
          dev.ordeal.results.history.Value.NIL,
          new int[] {writer, between, reader},
          () ->
              "%s read what goes back to %s, by way of %s, but it lacked another write of %s: %s."
                  .formatted(
                      transactions.name(reader),
                      transactions.name(writer),
                      transactions.name(between),
                      transactions.name(writer),
                      dependencies.explain(reader, writer, Graph.RW)));
      return;
    }
    violated.add(Level.READ_ATOMIC);
    if (before) {
      violated.add(Level.MONOTONIC_ATOMIC_VIEW);
    }
    findings.add(
        "fractured-read",
        dev.ordeal.results.history.Value.NIL,
        new int[] {writer, reader},
        () ->
            "%s saw one part of what %s did and not the other: %s."
                .formatted(
                    transactions.name(reader),
                    transactions.name(writer),
                    dependencies.explain(reader, writer, Graph.RW)));
  }
}
