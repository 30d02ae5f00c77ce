package dev.ordeal.checkers.isolation.transaction;

import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.LongIntMap;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Session order: each committed transaction comes behind the one that its process called before.
 *
 * <p>Immutable; linear in the number of transactions.
 */
public final class SessionOrder {
  /** In place of a transaction, where there is none. */
  public static final int NOBODY = -1;

  /** By transaction: the committed one of its process before it. */
  private final int[] previous;

  /** The committed transactions, session by session, each session in its order. */
  private final int[] bySession;

  /** The order of the transactions of which {@code isCommitted} says so. */
  public SessionOrder(Transactions transactions, IntPredicate isCommitted) {
    int n = transactions.size();
    previous = new int[n];
    Arrays.fill(previous, NOBODY);
    LongIntMap sessions = new LongIntMap(64);
    Ints last = new Ints();
    Ints sizes = new Ints();
    int[] sessionOf = new int[n];
    for (int t = 0; t < n; t++) {
      if (!isCommitted.test(t)) {
        sessionOf[t] = NOBODY;
        continue;
      }
      int session = sessions.number(transactions.process(t));
      sessionOf[t] = session;
      if (session == last.size()) {
        last.add(t);
        sizes.add(1);
      } else {
        previous[t] = last.get(session);
        last.set(session, t);
        sizes.set(session, sizes.get(session) + 1);
      }
    }
    int[] at = new int[sizes.size() + 1];
    for (int session = 0; session < sizes.size(); session++) {
      at[session + 1] = at[session] + sizes.get(session);
    }
    bySession = new int[at[sizes.size()]];
    for (int t = 0; t < n; t++) {
      if (sessionOf[t] != NOBODY) {
        bySession[at[sessionOf[t]]++] = t;
      }
    }
  }

  /** The committed transaction of the same process before one; {@link #NOBODY} if there is none. */
  public int previous(int transaction) {
    return previous[transaction];
  }

  /** The committed transactions, session by session, each session in its order; not to change. */
  public int[] bySession() {
    return bySession;
  }

  /** Whether one transaction comes before another of the same process. */
  public boolean isBefore(int one, int other) {
    int t = previous[other];
    // Numbers rise within a session.
    while (t > one) {
      t = previous[t];
    }
    return t == one;
  }

  /** Why one comes before another of the same process, for people. */
  public static String because(Transactions transactions, int one, int other) {
    return "Process %d called %s after it had finished %s"
        .formatted(transactions.process(one), transactions.name(other), transactions.name(one));
  }
}
