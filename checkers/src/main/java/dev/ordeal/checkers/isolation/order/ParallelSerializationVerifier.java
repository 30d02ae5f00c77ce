package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.solver.Ints;
import java.util.Arrays;

/**
 * Looks through an order of transactions, as proof that a history of registers keeps parallel
 * snapshot isolation.
 *
 * <p>Knows nothing of how the order was found. Each register's versions are to be taken in that
 * order; then who is read and who is overwritten comes before those that do so, and nobody may
 * depend, over any number of steps, on who overwrote a version that it read.
 */
final class ParallelSerializationVerifier {
  private static final int NONE = -1;

  private final RwRegister history;

  /** By transaction: its place in the order; {@link #NONE} if it is not in it. */
  private final int[] places;

  /** By slot: the slot that followed in the order, and the one before. */
  private final int[] following;

  private final int[] preceding;

  /** By key: the first slot. */
  private final int[] earliest;

  /** By transaction: the search in which it was last come to. */
  private final int[] seen;

  private int search;

  /** How many different transactions the order has. */
  private int count;

  private ParallelSerializationVerifier(RwRegister history, int[] order) {
    this.history = history;
    places = filled(history.transactions.size());
    following = filled(history.writers.slots());
    preceding = filled(history.writers.slots());
    earliest = filled(history.transactions.ops.keyCount());
    seen = new int[places.length];
    int[] latest = filled(earliest.length);
    for (int place = 0; place < order.length; place++) {
      int t = order[place];
      count += places[t] == NONE ? 1 : 0;
      places[t] = place;
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        int slot = history.writeSlots[i];
        int key = history.writeKeys[i];
        if (latest[key] == NONE) {
          earliest[key] = slot;
        } else {
          following[latest[key]] = slot;
          preceding[slot] = latest[key];
        }
        latest[key] = slot;
      }
    }
  }

  private static int[] filled(int length) {
    int[] all = new int[length];
    Arrays.fill(all, NONE);
    return all;
  }

  /**
   * What is wrong with an order; empty if it proves the level.
   *
   * @param members the transactions that are judged: reads of values that others wrote do not count
   */
  static String problem(RwRegister history, int[] members, int[] order) {
    ParallelSerializationVerifier certificate = new ParallelSerializationVerifier(history, order);
    if (order.length != members.length || certificate.count != members.length) {
      return "not everybody stands in it once";
    }
    for (int t : members) {
      if (certificate.places[t] == NONE) {
        return "%s is missing".formatted(history.transactions.name(t));
      }
    }
    for (int t : order) {
      String problem = certificate.problem(t);
      if (!problem.isEmpty()) {
        return "%s %s".formatted(history.transactions.name(t), problem);
      }
    }
    return "";
  }

  private String problem(int t) {
    for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
      int slot = history.readSlots[i];
      int key = history.readKeys[i];
      int writer = slot < 0 ? NONE : writer(slot);
      boolean counts = writer != NONE && places[writer] != NONE;
      if (counts && places[writer] >= places[t]) {
        return "reads what is written later";
      }
      if (!counts && slot != RwRegister.INITIAL) {
        continue;
      }
      int missed =
          slot == RwRegister.INITIAL
              ? earliest[key]
              : following[history.writeSlots[history.write(writer, key)]];
      if (missed != NONE && writer(missed) != t && depends(t, writer(missed))) {
        return "depends on who overwrote what it read";
      }
    }
    return "";
  }

  private int writer(int slot) {
    return history.writers.writer(slot);
  }

  /** Whether dependencies lead from one transaction to a later one. */
  private boolean depends(int later, int earlier) {
    int least = places[earlier];
    search++;
    Ints queue = new Ints();
    queue.add(later);
    for (int head = 0; head < queue.size(); head++) {
      int t = queue.get(head);
      for (int i = history.firstRead[t]; i < history.firstRead[t + 1]; i++) {
        if (history.readSlots[i] >= 0) {
          offer(writer(history.readSlots[i]), least, queue);
        }
      }
      for (int i = history.firstWrite[t]; i < history.firstWrite[t + 1]; i++) {
        int before = preceding[history.writeSlots[i]];
        if (before != NONE) {
          offer(writer(before), least, queue);
        }
      }
      if (seen[earlier] == search) {
        return true;
      }
    }
    return false;
  }

  private void offer(int t, int least, Ints queue) {
    // One that is not in the order has no place, which is less than any.
    if (places[t] >= least && seen[t] != search) {
      seen[t] = search;
      queue.add(t);
    }
  }
}
