package dev.ordeal.checkers.isolation.session;

import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;

/**
 * What an order of commits must be like for registers with unique values to be read committed or
 * read atomic with sessions, by the axioms of Biswas and Enea (OOPSLA 2019).
 *
 * <p>The order extends session order and who read from whom. A transaction that read a register
 * from one writer puts another writer of it before that one, if it had read from the other by an
 * earlier read (read committed), or if it read from the other at all or the other precedes it in
 * its session (read atomic). The level is kept if and only if all that has no cycle. Only those
 * orders are told from which the others follow, as in AWDIT (Møldrup and Pavlogiannis, PLDI 2025):
 * n<sup>3/2</sup> steps for n micro-operations at worst, and linear where transactions are small.
 *
 * <p>Not safe for use by several threads.
 */
final class SessionAxioms {
  /** From so many written keys on, they are looked up in a table. */
  private static final int MANY_WRITES = 8;

  private static final int NONE = -1;

  private final RwRegister history;
  private final Transactions transactions;
  private final MicroOps ops;
  private final SessionOrder sessions;

  /** The reads of a transaction's that show what others wrote: where, and whose they are. */
  private int[] positions = new int[16];

  private int[] from = new int[16];
  private int reads;

  /** By key: the last transaction that wrote it itself, as far as it was walked through. */
  private final int[] own;

  /**
   * By key: the transaction whose read is noted here, and its two earliest writers, or its read.
   */
  private final int[] stamp;

  private final int[] earliest;
  private final int[] second;

  /** By transaction: the reader that has come to it last. */
  private final int[] comeTo;

  /** By key: the session that has written it last, and the transaction. */
  private final int[] sessionOfLast;

  private final int[] last;

  /** What transactions with many writes wrote, by transaction and key; made when needed. */
  private LongIntMap written;

  SessionAxioms(RwRegister history, SessionOrder sessions) {
    this.history = history;
    this.sessions = sessions;
    transactions = history.transactions;
    ops = transactions.ops;
    int keys = ops.keyCount();
    own = new int[keys];
    stamp = new int[keys];
    earliest = new int[keys];
    second = new int[keys];
    sessionOfLast = new int[keys];
    last = new int[keys];
    comeTo = new int[transactions.size()];
  }

  /** Takes what comes before what. */
  interface Order {
    /**
     * One comes before another.
     *
     * @param type {@link Graph#PO}, {@link Graph#WR}, {@link Graph#WW}, or {@link Graph#RW} for a
     *     reader of the initial value
     * @param reader who says so
     * @param read the position of what it read; -1 for session order
     * @param seen the position of the read by which it saw the other writer; -1 if by its session
     */
    void add(int one, int other, int type, int reader, int read, int seen);
  }

  /** Tells all that has to come before something else. */
  void tell(boolean isAtomic, Order order) {
    Arrays.fill(own, NONE);
    Arrays.fill(stamp, NONE);
    Arrays.fill(comeTo, NONE);
    Arrays.fill(sessionOfLast, NONE);
    int number = 0;
    for (int t : sessions.bySession()) {
      if (sessions.previous(t) != SessionOrder.NOBODY) {
        order.add(sessions.previous(t), t, Graph.PO, t, NONE, NONE);
      }
      read(t);
      for (int i = 0; i < reads; i++) {
        if (from[i] >= 0) {
          order.add(from[i], t, Graph.WR, t, positions[i], NONE);
        }
      }
      if (isAtomic) {
        seenAnywhere(t, order);
        number += sessions.previous(t) == SessionOrder.NOBODY ? 1 : 0;
        seenBySession(t, number, order);
      } else {
        seenBefore(t, order);
      }
    }
  }

  /** Notes what a transaction read of others. */
  private void read(int t) {
    reads = 0;
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      int key = ops.key(at);
      if (ops.kind(at) != MicroOps.Kind.READ) {
        own[key] = t;
        continue;
      }
      if (!transactions.isOk(t) || transactions.isSilent(at) || own[key] == t) {
        continue;
      }
      int slot = history.writers.slot(key, transactions.cell(at));
      int writer =
          slot >= 0
              ? history.writers.writer(slot)
              : transactions.cell(at) == CellPool.NIL ? RwRegister.INITIAL : NONE;
      if (writer == NONE || writer == t || (writer >= 0 && transactions.isFail(writer))) {
        continue;
      }
      if (reads == positions.length) {
        positions = Arrays.copyOf(positions, 2 * reads);
        from = Arrays.copyOf(from, 2 * reads);
      }
      positions[reads] = at;
      from[reads++] = writer;
    }
  }

  private void add(int seen, int reader, int instead, int read, int by, Order order) {
    if (instead == RwRegister.INITIAL) {
      order.add(reader, seen, Graph.RW, reader, positions[read], by);
    } else if (instead != seen) {
      order.add(seen, instead, Graph.WW, reader, positions[read], by);
    }
  }

  // Read committed: what is read later.

  /** Whom a transaction saw comes before those whom it reads later instead. */
  private void seenBefore(int t, Order order) {
    // By whom the first read of each writer's is.
    boolean[] isFirst = new boolean[reads];
    for (int i = 0; i < reads; i++) {
      isFirst[i] = from[i] >= 0 && comeTo[from[i]] != t;
      if (from[i] >= 0) {
        comeTo[from[i]] = t;
      }
    }
    for (int i = reads - 1; i >= 0; i--) {
      if (isFirst[i]) {
        instead(t, i, order);
      }
      int key = ops.key(positions[i]);
      if (stamp[key] != t) {
        stamp[key] = t;
        earliest[key] = i;
        second[key] = NONE;
      } else {
        second[key] = from[earliest[key]] == from[i] ? second[key] : earliest[key];
        earliest[key] = i;
      }
    }
  }

  /** Of keys that a writer wrote, those that are read later: of the first of them from others. */
  private void instead(int t, int read, Order order) {
    int writer = from[read];
    int writes = history.firstWrite[writer + 1] - history.firstWrite[writer];
    if (writes <= reads - read) {
      for (int i = history.firstWrite[writer]; i < history.firstWrite[writer + 1]; i++) {
        instead(t, read, history.writeKeys[i], order);
      }
      return;
    }
    for (int i = read + 1; i < reads; i++) {
      int key = ops.key(positions[i]);
      if (earliest[key] == i && writes(writer, key)) {
        instead(t, read, key, order);
      }
    }
  }

  private void instead(int t, int read, int key, Order order) {
    if (stamp[key] != t) {
      return;
    }
    int other = from[earliest[key]] == from[read] ? second[key] : earliest[key];
    if (other != NONE) {
      add(from[read], t, from[other], other, positions[read], order);
    }
  }

  // Read atomic: whatever is read.

  private void seenAnywhere(int t, Order order) {
    for (int i = 0; i < reads; i++) {
      int key = ops.key(positions[i]);
      if (stamp[key] != t) {
        stamp[key] = t;
        earliest[key] = i;
        second[key] = NONE;
      } else if (from[earliest[key]] != from[i]) {
        second[key] = i;
      }
    }
    for (int i = 0; i < reads; i++) {
      if (from[i] < 0 || comeTo[from[i]] == t) {
        continue;
      }
      comeTo[from[i]] = t;
      int writes = history.firstWrite[from[i] + 1] - history.firstWrite[from[i]];
      if (writes <= reads) {
        for (int w = history.firstWrite[from[i]]; w < history.firstWrite[from[i] + 1]; w++) {
          instead(t, i, history.writeKeys[w], order);
        }
        continue;
      }
      for (int j = 0; j < reads; j++) {
        int key = ops.key(positions[j]);
        if (earliest[key] == j && writes(from[i], key)) {
          instead(t, i, key, order);
        }
      }
    }
  }

  /** The last of a session that wrote what a transaction reads comes before whom it reads. */
  private void seenBySession(int t, int session, Order order) {
    for (int i = 0; i < reads; i++) {
      int key = ops.key(positions[i]);
      if (sessionOfLast[key] == session) {
        add(last[key], t, from[i], i, NONE, order);
      }
    }
    for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
      sessionOfLast[history.writeKeys[i]] = session;
      last[history.writeKeys[i]] = t;
    }
  }

  /** Whether a transaction wrote a key; in a constant number of steps. */
  private boolean writes(int t, int key) {
    if (history.firstWrite[t + 1] - history.firstWrite[t] < MANY_WRITES) {
      return history.writes(t, key);
    }
    if (written == null) {
      written = new LongIntMap(64);
      for (int w = 0; w + 1 < history.firstWrite.length; w++) {
        int many = history.firstWrite[w + 1] - history.firstWrite[w];
        for (int i = history.firstWrite[w];
            many >= MANY_WRITES && i < history.firstWrite[w + 1];
            i++) {
          written.put(pair(w, history.writeKeys[i]), i);
        }
      }
    }
    return written.get(pair(t, key)) >= 0;
  }

  private static long pair(int t, int key) {
    return ((long) t << Integer.SIZE) | key;
  }
}
