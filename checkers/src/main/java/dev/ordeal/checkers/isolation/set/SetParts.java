package dev.ordeal.checkers.isolation.set;

import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.MicroOps;
import java.util.BitSet;

/** Which elements are parts of what their transactions added to the same set. Linear. */
final class SetParts {
  private final Transactions transactions;
  private final Writers writers;
  private final MicroOps ops;
  private final BitSet slots = new BitSet();

  SetParts(Transactions transactions, Writers writers) {
    this.transactions = transactions;
    this.writers = writers;
    ops = transactions.ops;
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.ADD && writers.isIntermediate(slot(at))) {
          slots.set(slot(at));
          setNext(t, at);
        }
      }
    }
  }

  /** Notes the next addition of a transaction to the same set. */
  private void setNext(int t, int at) {
    for (int later = at + MicroOps.WIDTH; later < transactions.stop(t); later += MicroOps.WIDTH) {
      if (ops.kind(later) == MicroOps.Kind.ADD && ops.key(later) == ops.key(at)) {
        slots.set(slot(later));
        return;
      }
    }
  }

  private int slot(int at) {
    return writers.slot(ops.key(at), ops.cell(at));
  }

  /** Whether an element's transaction added more to the set, before or afterwards. */
  boolean contains(int slot) {
    return slots.get(slot);
  }
}
