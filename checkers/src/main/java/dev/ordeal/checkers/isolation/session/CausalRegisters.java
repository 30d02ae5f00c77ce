package dev.ordeal.checkers.isolation.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.ForcedOrder;
import dev.ordeal.checkers.solver.Ints;
import java.util.Arrays;

/**
 * Decides causal consistency of registers with unique values: whom those have seen that one has
 * seen, one has seen as well; and of two writes that were seen one is later for everybody. Sessions
 * do not count, unless that is asked for: then one has also seen what its process did before.
 *
 * <p>After Biswas and Enea (OOPSLA 2019): who has seen a writer of a register, however indirectly,
 * and reads it from another, puts the other later; consistent if and only if that has no cycle
 * together with what was read. What a transaction has seen is looked for along an order of commits:
 * back to the first writer that comes between one that was read and its reader, and not at all
 * where none does. Writers that were seen there move the order until it fits, which seldom takes
 * more than a few rounds. So the cost hangs on how far reads lag behind, and not on how many
 * transactions or sessions there are.
 */
public final class CausalRegisters {
  private static final int NOBODY = -1;

  /** How many steps are taken between two looks at the clock. */
  private static final int STEPS_PER_LOOK = 1 << 16;

  private final RwRegister history;
  private final Transactions transactions;
  private final ForcedOrder forced;

  /** The members, by when they must have been over. */
  private final int[] byDeadline;

  /** By transaction: the one of its process before it, where sessions count; nobody else. */
  private final int[] previous;

  /** By transaction: its place in the order. */
  private final int[] places;

  // The writes of each key, as numbers of the history, in the order; and where each is there.
  private final int[] firstOfKey;
  private final int[] ordered;
  private final int[] ranks;
  private final int[] writers;

  /** By transaction: the search in which it was last come to. */
  private final int[] seen;

  private int search;
  private int steps;

  // The way along which transactions get their places, and what was followed from each.
  private int[] path = new int[64];
  private int[] readAt = new int[64];
  private int[] linkAt = new int[64];

  /** Transactions of which each would have to come before the next. */
  private int[] cycle = {};

  /**
   * Makes a search.
   *
   * @param sessions by which one has seen what its process did before; null if sessions do not
   *     count
   */
  public CausalRegisters(RwRegister history, SessionOrder sessions) {
    this.history = history;
    this.transactions = history.transactions;
    int n = transactions.size();
    forced = new ForcedOrder(n);
    previous = new int[n];
    Arrays.setAll(previous, t -> sessions == null ? NOBODY : sessions.previous(t));
    byDeadline = byDeadline();
    places = new int[n];
    firstOfKey = new int[transactions.ops.keyCount() + 1];
    writers = new int[history.firstWrite[n]];
    for (int t : byDeadline) {
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        writers[i] = t;
        firstOfKey[history.writeKeys[i] + 1]++;
      }
    }
    for (int key = 1; key < firstOfKey.length; key++) {
      firstOfKey[key] += firstOfKey[key - 1];
    }
    ordered = new int[firstOfKey[firstOfKey.length - 1]];
    ranks = new int[writers.length];
    seen = new int[n];
  }

  /** What was found out about the order of writers. */
  public ForcedOrder forced() {
    return forced;
  }

  /** After {@link Answer#IMPOSSIBLE}: transactions of which each has to come before the next. */
  public int[] cycle() {
    return cycle;
  }

  /** Whether there is such an order. */
  public Answer decide(Budget budget) {
    int known;
    do {
      known = forced.count();
      if (!isArranged()) {
        return Answer.IMPOSSIBLE;
      }
      arrangeWrites();
      for (int t : byDeadline) {
        if (++steps > STEPS_PER_LOOK) {
          steps = 0;
          if (budget.isOutOfTime()) {
            return Answer.GAVE_UP;
          }
        }
        int least = transactions.isOk(t) ? leastDoubtful(t) : places[t];
        if (least < places[t] && !isExplained(t, least)) {
          return Answer.IMPOSSIBLE;
        }
      }
    } while (forced.count() > known);
    return Answer.POSSIBLE;
  }

  /** Who committed, by when it must have been over: writers then mostly come before readers. */
  private int[] byDeadline() {
    int n = transactions.size();
    long[] sorted = new long[n];
    int count = 0;
    for (int t = 0; t < n; t++) {
      if (history.isCommitted(t)) {
        sorted[count++] = ((long) history.deadline(t) << Integer.SIZE) | t;
      }
    }
    sorted = Arrays.copyOf(sorted, count);
    Arrays.parallelSort(sorted);
    return Arrays.stream(sorted).mapToInt(t -> (int) t).toArray();
  }

  // The order.

  /**
   * Puts transactions in order, each behind those that it saw and that have to come before it;
   * false if that cannot be.
   */
  private boolean isArranged() {
    Arrays.fill(places, NOBODY);
    boolean[] isOpen = new boolean[places.length];
    int placed = 0;
    for (int begin : byDeadline) {
      if (places[begin] >= 0) {
        continue;
      }
      int depth = 0;
      enter(0, begin);
      isOpen[begin] = true;
      while (depth >= 0) {
        int before = nextBefore(depth);
        if (before == NOBODY) {
          places[path[depth--]] = placed++;
        } else if (isOpen[before]) {
          noteCycle(depth, before);
          return false;
        } else {
          isOpen[before] = true;
          enter(++depth, before);
        }
      }
    }
    return true;
  }

  private void enter(int depth, int t) {
    if (depth == path.length) {
      path = Arrays.copyOf(path, 2 * depth);
      readAt = Arrays.copyOf(readAt, 2 * depth);
      linkAt = Arrays.copyOf(linkAt, 2 * depth);
    }
    path[depth] = t;
    // One before the first read stands for the session.
    readAt[depth] = history.firstRead[t] - 1;
    linkAt[depth] = forced.firstBefore(t);
  }

  /** Somebody without a place whom the last of the path comes behind; nobody if there is none. */
  private int nextBefore(int depth) {
    int t = path[depth];
    if (readAt[depth] < history.firstRead[t]) {
      readAt[depth]++;
      if (previous[t] != NOBODY && places[previous[t]] < 0) {
        return previous[t];
      }
    }
    int stop = history.firstRead[t + 1];
    while (readAt[depth] < stop) {
      int slot = history.readSlots[readAt[depth]++];
      int writer = slot < 0 ? NOBODY : history.writers.writer(slot);
      if (writer >= 0 && places[writer] < 0) {
        return writer;
      }
    }
    while (linkAt[depth] != NOBODY) {
      int before = forced.from(linkAt[depth]);
      linkAt[depth] = forced.next(linkAt[depth]);
      if (places[before] < 0) {
        return before;
      }
    }
    return NOBODY;
  }

  /** Notes those on the path from somebody on, of whom each comes behind the next. */
  private void noteCycle(int depth, int from) {
    int begin = depth;
    while (path[begin] != from) {
      begin--;
    }
    cycle = new int[depth - begin + 1];
    for (int i = 0; i < cycle.length; i++) {
      cycle[i] = path[depth - i];
    }
  }

  private void arrangeWrites() {
    int[] order = new int[byDeadline.length];
    for (int t : byDeadline) {
      order[places[t]] = t;
    }
    int[] at = Arrays.copyOf(firstOfKey, firstOfKey.length - 1);
    for (int t : order) {
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        ranks[i] = at[history.writeKeys[i]]++;
        ordered[ranks[i]] = i;
      }
    }
  }

  // What was seen.

  /** The first place of those who come between somebody that was read and its reader. */
  private int leastDoubtful(int reader) {
    int least = places[reader];
    for (int i = history.firstRead[reader]; i < history.firstRead[reader + 1]; i++) {
      int slot = history.readSlots[i];
      if (slot == RwRegister.NOTHING) {
        continue;
      }
      int key = history.readKeys[i];
      int rank =
          slot == RwRegister.INITIAL
              ? firstOfKey[key]
              : ranks[history.write(history.writers.writer(slot), key)] + 1;
      if (rank < firstOfKey[key + 1] && writers[ordered[rank]] == reader) {
        rank++;
      }
      if (rank < firstOfKey[key + 1]) {
        least = Math.min(least, places[writers[ordered[rank]]]);
      }
    }
    return least;
  }

  /**
   * Looks at all that a transaction has seen from a place on, and notes which writers have to come
   * before those that it read; false if it should have read one where it read none.
   */
  private boolean isExplained(int reader, int least) {
    search++;
    Ints queue = new Ints();
    queue.add(reader);
    seen[reader] = search;
    for (int head = 0; head < queue.size(); head++, steps++) {
      int t = queue.get(head);
      if (!isFollowed(previous[t], least, reader, queue)) {
        return false;
      }
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        int slot = history.readSlots[i];
        int writer = slot < 0 ? NOBODY : history.writers.writer(slot);
        if (!isFollowed(writer, least, reader, queue)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isFollowed(int t, int least, int reader, Ints queue) {
    if (t == NOBODY || seen[t] == search || places[t] < least) {
      return true;
    }
    seen[t] = search;
    queue.add(t);
    if (isBehind(t, reader)) {
      return true;
    }
    cycle = new int[] {t, reader};
    return false;
  }

  /** Puts a writer that was seen before those whose writes were read; false if none was. */
  private boolean isBehind(int writer, int reader) {
    for (int i = history.firstRead[reader]; i < history.firstRead[reader + 1]; i++) {
      int slot = history.readSlots[i];
      if (slot == RwRegister.NOTHING || !history.writes(writer, history.readKeys[i])) {
        continue;
      }
      if (slot == RwRegister.INITIAL) {
        forced.add(reader, writer, reader, history.readKeys[i]);
        return false;
      }
      int read = history.writers.writer(slot);
      if (read != writer && places[read] < places[writer]) {
        forced.add(writer, read, reader, history.readKeys[i]);
      }
    }
    return true;
  }
}
