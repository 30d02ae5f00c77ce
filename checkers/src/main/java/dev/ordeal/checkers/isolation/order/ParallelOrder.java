package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.solver.Ints;

/**
 * Decides exactly whether registers keep parallel snapshot isolation (Sovran and others, SOSP
 * 2011): whether each register's writes can be ordered so that dependencies (who read from whom,
 * who overwrote whom) have no cycle, nor one with a single anti-dependency. Several
 * anti-dependencies may lead in a circle, so no single order of instants shows it, as it does for
 * the levels of {@link CommitOrder}.
 *
 * <p>Where a reader has missed a write of somebody on whom it depends, there is a cycle, and which
 * of two writers on it came first becomes a choice. Dependencies only lead forward in the order, so
 * they are looked for from the reader back to the write that it missed, and nothing is looked for
 * where nobody missed anything: about linear for histories that keep the level.
 */
public final class ParallelOrder extends WriterOrder {
  // The search back from a reader: who was come to in it, and from whom.
  private final int[] seen;
  private final int[] from;
  private final boolean[] isRead;
  private int search;

  /** An order of some transactions, not yet decided. */
  public ParallelOrder(RwRegister history, int[] members, Budget budget) {
    super(history, members, budget);
    seen = new int[members.length];
    from = new int[members.length];
    isRead = new boolean[members.length];
  }

  @Override
  String problem(int[] found) {
    return ParallelSerializationVerifier.problem(history, members, found);
  }

  /** The choices along a way by which a reader depends on somebody whose write it missed. */
  @Override
  int[] broken(int reader) {
    int begin = history.firstRead[members[reader]];
    int end = history.firstRead[members[reader] + 1];
    int least = order.size();
    for (int read = begin; read < end; read++) {
      int missed = missed(read);
      least = missed == NOBODY ? least : Math.min(least, order.position(writer[missed]));
    }
    if (least == order.size()) {
      return null;
    }
    lookBack(reader, least);
    for (int read = begin; read < end; read++) {
      int missed = missed(read);
      if (missed != NOBODY && seen[writer[missed]] == search) {
        return along(reader, read, writer[missed]);
      }
    }
    return null;
  }

  /** Finds on whom a transaction depends, back to a place. */
  private void lookBack(int reader, int least) {
    search++;
    Ints queue = new Ints();
    queue.add(reader);
    seen[reader] = search;
    for (int head = 0; head < queue.size(); head++) {
      int t = queue.get(head);
      int m = members[t];
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        reach(seenOf(i), t, true, least, queue);
      }
      for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
        int previous = t == reader ? latest[history.writeKeys[i]] : before[i];
        reach(previous == NOBODY ? NOBODY : writer[previous], t, false, least, queue);
      }
    }
  }

  private void reach(int t, int behind, boolean read, int least, Ints queue) {
    if (t != NOBODY && seen[t] != search && order.position(t) >= least) {
      seen[t] = search;
      from[t] = behind;
      isRead[t] = read;
      queue.add(t);
    }
  }

  /** The choices that make a cycle, of which the transactions are noted. */
  private int[] along(int reader, int read, int missed) {
    Ints literals = new Ints();
    if (seenOf(read) != NOBODY) {
      concern(seenOf(read));
      literals.add(literal(seenOf(read), missed));
    }
    concern(missed);
    for (int t = missed; t != reader; t = from[t]) {
      concern(from[t]);
      if (!isRead[t]) {
        literals.add(literal(t, from[t]));
      }
    }
    return literals.toArray();
  }
}
