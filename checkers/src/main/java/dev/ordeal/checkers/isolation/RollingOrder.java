package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks for an order of all transactions a few hundred at a time: orders a window exactly, keeps
 * the first half of that, and goes on with the rest and the next ones behind it.
 *
 * <p>What is too far apart in time to be in one window hardly ever bears on each other's order, so
 * this finds orders of histories of any length in about linear time. It takes nothing back: not
 * finding one says nothing, and what is found is replayed as a whole.
 */
final class RollingOrder {
  private static final int WINDOW_MIN = 300;

  /** How many windows' worth of transactions may be open at a time. */
  private static final int OPEN_FACTOR = 5;

  private final RwRegister history;
  private final Transactions transactions;
  private final int[] members;
  private final Rule rule;
  private final CycleClass.Bond bond;
  private final Map<Integer, Integer> store = new HashMap<>();
  private final boolean[] isHere;
  private final boolean[] isDone;

  RollingOrder(RwRegister history, int[] members, Rule rule, CycleClass.Bond bond) {
    this.history = history;
    this.transactions = history.transactions;
    this.members = members;
    this.rule = rule;
    this.bond = bond;
    isHere = new boolean[transactions.size()];
    isDone = new boolean[transactions.size()];
  }

  boolean isFound(Budget budget) {
    int window = Math.max(WINDOW_MIN, OPEN_FACTOR * mostOpen());
    int[] order = new int[2 * members.length];
    int count = 0;
    int[] pending = new int[0];
    int next = 0;
    while (count < order.length) {
      int more = Math.min(members.length - next, window - pending.length);
      if (more <= 0 && next < members.length) {
        return false;
      }
      int[] some = Arrays.copyOf(pending, pending.length + more);
      System.arraycopy(members, next, some, pending.length, more);
      next += more;
      int[] known = withWriters(some);
      Polygraph polygraph = Polygraph.after(store, history, known, rule, bond, budget);
      if (polygraph.decide() != Polygraph.Answer.POSSIBLE) {
        return false;
      }
      int[] found = polygraph.certificate();
      int cut = next == members.length ? found.length : cut(found);
      if (cut == 0) {
        return false;
      }
      for (int i = 0; i < cut; i++) {
        if ((found[i] & 1) == 1) {
          commit(found[i] >> 1);
        }
      }
      System.arraycopy(found, 0, order, count, cut);
      count += cut;
      pending = rest(some, found, cut);
    }
    boolean[] judged = new boolean[transactions.size()];
    for (int member : members) {
      judged[member] = true;
    }
    String problem = Certificate.problem(history, judged, order, rule, bond);
    if (!problem.isEmpty()) {
      throw new IllegalStateException("the verifier rejects the order: " + problem);
    }
    return true;
  }

  /** How many transactions of known end are open at the same time at most. */
  private int mostOpen() {
    int[] ends = Arrays.stream(members).map(transactions::end).sorted().toArray();
    int over = 0;
    int unknown = 0;
    int most = 1;
    for (int i = 0; i < members.length; i++) {
      unknown += transactions.isInfo(members[i]) ? 1 : 0;
      while (ends[over] < transactions.start(members[i])) {
        over++;
      }
      most = Math.max(most, i + 1 - over - unknown);
    }
    return most;
  }

  /** Where, behind half of an order, nobody is between snapshot and commit; 0 if nowhere. */
  private static int cut(int[] found) {
    int open = 0;
    int cut = 0;
    for (int i = 0; i < found.length && i <= found.length / 2; i++) {
      open += (found[i] & 1) == 0 ? 1 : -1;
      if (open == 0) {
        cut = i + 1;
      }
    }
    return cut;
  }

  private void commit(int t) {
    for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
      store.put(history.writeKeys[i], history.writeSlots[i]);
    }
  }

  /** All but those who read what somebody wrote whose turn is yet to come. */
  private int[] withWriters(int[] some) {
    int[] left = some;
    while (true) {
      for (int t : left) {
        isHere[t] = true;
      }
      int[] kept = Arrays.stream(left).filter(this::hasWriters).toArray();
      for (int t : left) {
        isHere[t] = false;
      }
      if (kept.length == left.length) {
        return kept;
      }
      left = kept;
    }
  }

  private boolean hasWriters(int t) {
    for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
      int writer = history.readSlots[i] < 0 ? t : history.writers.writer(history.readSlots[i]);
      if (writer != t && !isHere[writer] && !isDone[writer]) {
        return false;
      }
    }
    return true;
  }

  /** Who is left, in the order of calls. */
  private int[] rest(int[] some, int[] found, int cut) {
    for (int i = 0; i < cut; i++) {
      isDone[found[i] >> 1] = true;
    }
    return Arrays.stream(some).filter(t -> !isDone[t]).toArray();
  }
}
