package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The axioms of Cerone, Bernardi and Gotsman: a history keeps a level iff some arbitration AR (a
 * total order) and some visibility VIS within it satisfy the level's axioms, where each read
 * returns what the visible transactions, in the order of AR, and the reader's own earlier writes
 * make of the object (INT and EXT).
 *
 * <p>Transactions that write a register or list conflict; additions to a set commute and do not.
 */
final class Visibility {
  private final Execution execution;
  private final Set<ConsistencyModel> kept;
  private final int[] session;
  private final int[] realTime;
  private final int[] conflicts;

  private int[] order;
  private final int[] visible;
  private final int[] earlier;

  /** By transaction and set of visible ones: whether its reads fit; 0 if not yet known. */
  private final byte[][] fits;

  private Visibility(Execution execution, Set<ConsistencyModel> kept) {
    this.execution = execution;
    this.kept = kept;
    session = execution.sessionOrder();
    realTime = execution.realTime();
    int n = execution.size();
    conflicts = new int[n];
    visible = new int[n];
    earlier = new int[n];
    fits = new byte[n][1 << n];
    if (execution.kind() != Kind.SET) {
      for (int key : execution.keys()) {
        int writers = execution.writers(key);
        for (int t = 0; t < n; t++) {
          conflicts[t] |= (writers & 1 << t) != 0 ? writers & ~(1 << t) : 0;
        }
      }
    }
  }

  /** The levels of which an execution satisfies the axioms. */
  static Set<ConsistencyModel> levels(Execution execution) {
    Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);
    int n = execution.size();
    Visibility axioms = new Visibility(execution, kept);
    Orders.forEach((1 << n) - 1, new int[n], axioms::tryOrder);
    return kept;
  }

  private void tryOrder(int[] arbitration) {
    if (!execution.isTraceable(arbitration)) {
      return;
    }
    order = arbitration;
    int before = 0;
    for (int at = 0; at < order.length; at++) {
      earlier[order[at]] = before;
      before |= 1 << order[at];
    }
    for (byte[] known : fits) {
      java.util.Arrays.fill(known, (byte) 0);
    }
    if (keeps(ConsistencyModel.READ_ATOMIC, this::readsAtomically)) {
      keeps(ConsistencyModel.UPDATE_ATOMIC, () -> readsAtomicallyWithoutConflict());
      keeps(ConsistencyModel.CAUSAL_CERONE, () -> isTransitive(0, new int[order.length]));
      keeps(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, () -> isTransitive(0, conflicts));
      keeps(ConsistencyModel.PREFIX, () -> isPrefix(new int[order.length]));
      keeps(ConsistencyModel.SNAPSHOT_ISOLATION, () -> isPrefix(conflicts));
      keeps(
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          () -> isPrefix(Orders.union(conflicts, session)) && respects(session));
      keeps(
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
          () -> isPrefix(Orders.union(conflicts, realTime)) && respects(realTime));
      keeps(ConsistencyModel.SERIALIZABLE, this::isSerial);
      keeps(ConsistencyModel.VIEW_SERIALIZABLE, this::isSerial);
      keeps(ConsistencyModel.ONE_COPY_SERIALIZABLE, this::isSerial);
      keeps(ConsistencyModel.SESSION_SERIALIZABLE, () -> respects(session) && isSerial());
      keeps(ConsistencyModel.STRONG_SESSION_SERIALIZABLE, () -> respects(session) && isSerial());
      keeps(ConsistencyModel.STRICT_SERIALIZABLE, () -> respects(realTime) && isSerial());
    }
  }

  private boolean keeps(ConsistencyModel level, java.util.function.BooleanSupplier axioms) {
    if (!kept.contains(level) && axioms.getAsBoolean()) {
      kept.add(level);
    }
    return kept.contains(level);
  }

  /** Whether AR has in it another order. */
  private boolean respects(int[] before) {
    for (int t : order) {
      if ((before[t] & ~earlier[t]) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isSerial() {
    for (int t : order) {
      if (!fits(t, earlier[t])) {
        return false;
      }
    }
    return true;
  }

  private boolean readsAtomically() {
    return readsAtomically(new int[order.length]);
  }

  private boolean readsAtomicallyWithoutConflict() {
    return readsAtomically(conflicts);
  }

  /** Some visible set for each transaction, of which a part is given where AR has it earlier. */
  private boolean readsAtomically(int[] required) {
    for (int t : order) {
      boolean some = false;
      for (int view = earlier[t]; view >= 0 && !some; view--) {
        some = isWithin(view, earlier[t], required[t]) && fits(t, view);
      }
      if (!some) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWithin(int view, int earlier, int required) {
    return (view & ~earlier) == 0 && (required & earlier & ~view) == 0;
  }

  /** The same, and what a visible transaction sees is visible, too (TRANSVIS). */
  private boolean isTransitive(int at, int[] required) {
    if (at == order.length) {
      return true;
    }
    int t = order[at];
    for (int view = earlier[t]; view >= 0; view--) {
      if (isWithin(view, earlier[t], required[t]) && isClosed(view) && fits(t, view)) {
        visible[t] = view;
        if (isTransitive(at + 1, required)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isClosed(int view) {
    for (int t = 0; t < order.length; t++) {
      if ((view & 1 << t) != 0 && (visible[t] & ~view) != 0) {
        return false;
      }
    }
    return true;
  }

  /** What is visible is a prefix of AR (PREFIX: AR ; VIS ⊆ VIS). */
  private boolean isPrefix(int[] required) {
    for (int t : order) {
      boolean some = isWithin(0, earlier[t], required[t]) && fits(t, 0);
      int view = 0;
      for (int at = 0; order[at] != t && !some; at++) {
        view |= 1 << order[at];
        some = isWithin(view, earlier[t], required[t]) && fits(t, view);
      }
      if (!some) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(int t, int view) {
    if (fits[t][view] == 0) {
      fits[t][view] = (byte) (fitsNow(t, view) ? 1 : 2);
    }
    return fits[t][view] == 1;
  }

  private boolean fitsNow(int t, int view) {
    Transaction transaction = execution.get(t);
    if (!transaction.isCertain()) {
      return true;
    }
    for (int at = 0; at < transaction.micros().size(); at++) {
      Micro micro = transaction.micros().get(at);
      if (micro.isRead() && !micro.values().equals(read(execution, order, view, t, at))) {
        return false;
      }
    }
    return true;
  }

  /** What a read returns if some transactions, in an order, are visible to it. */
  static List<Integer> read(Execution execution, int[] order, int view, int t, int at) {
    int key = execution.get(t).micros().get(at).key();
    List<Integer> written = new ArrayList<>();
    for (int other : order) {
      if ((view & 1 << other) != 0) {
        written.addAll(execution.get(other).written(key));
      }
    }
    written.addAll(execution.get(t).written(key, at));
    return switch (execution.kind()) {
      case REGISTER -> List.of(written.isEmpty() ? 0 : written.getLast());
      case LIST -> written;
      case SET -> written.stream().sorted().toList();
    };
  }
}
