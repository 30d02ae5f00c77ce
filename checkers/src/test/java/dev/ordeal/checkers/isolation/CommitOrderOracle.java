package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides the levels of Biswas and Enea (OOPSLA 2019) from their axioms alone: each choice of the
 * transactions of unknown end that have happened and of whom reads are from, and each order of
 * commits that extends session order and who read from whom.
 *
 * <p>A register's read shows the last write of one transaction, and any other writer that is
 * <em>visible</em> to the read commits before that one. A read of a list shows what the first so
 * many of its writers, in the order of commits, appended, and one of a set what some added; those
 * that are visible are among them.
 */
final class CommitOrderOracle {
  private static final int INITIAL = -1;

  private enum Axiom {
    READ_COMMITTED,
    READ_ATOMIC,
    CAUSAL
  }

  private record Step(boolean isRead, Value key, Value value) {}

  private record Txn(Operation operation, List<Step> steps) {}

  /** A read that shows what others wrote: where it is. */
  private record External(int reader, int step) {}

  private final boolean isList;
  private final boolean isRegister;
  private final List<Txn> all = new ArrayList<>();
  private final Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);

  // One choice: who happened, and by read who is shown there; one only of a register.
  private List<Txn> some = new ArrayList<>();
  private final List<External> reads = new ArrayList<>();
  private final List<Integer> shown = new ArrayList<>();

  private CommitOrderOracle(History history, String type) {
    isList = type.equals("list-append");
    isRegister = type.startsWith("rw");
    for (Operation op : history.operations()) {
      if (!op.isFail()) {
        List<Step> steps = new ArrayList<>();
        for (Value micro : (op.isOk() ? op.result() : op.argument()).asList()) {
          List<Value> parts = micro.asList();
          steps.add(new Step(parts.get(0).asText().equals("r"), parts.get(1), parts.get(2)));
        }
        all.add(new Txn(op, steps));
      }
    }
  }

  /** The levels that are kept, of those with sessions and read-atomic and causal without. */
  static Set<ConsistencyModel> kept(History history, String type) {
    CommitOrderOracle oracle = new CommitOrderOracle(history, type);
    oracle.choose(0);
    return oracle.kept;
  }

  // Who happened, and whom reads are from.

  private void choose(int at) {
    if (at < all.size()) {
      some.add(all.get(at));
      choose(at + 1);
      some.removeLast();
      if (all.get(at).operation().isInfo()) {
        choose(at + 1);
      }
      return;
    }
    reads.clear();
    for (int t = 0; t < some.size(); t++) {
      for (int i = 0; some.get(t).operation().isOk() && i < some.get(t).steps().size(); i++) {
        Step step = some.get(t).steps().get(i);
        List<Value> own = written(t, step.key(), i);
        if (step.isRead() && isRegister && !own.isEmpty()) {
          if (!own.getLast().equals(step.value())) {
            return;
          }
        } else if (step.isRead()) {
          reads.add(new External(t, i));
        }
      }
    }
    chooseWriters(0);
  }

  private void chooseWriters(int at) {
    if (at == reads.size()) {
      judge();
      return;
    }
    External read = reads.get(at);
    Step step = some.get(read.reader()).steps().get(read.step());
    if (!isRegister) {
      int writers = 0;
      for (int t = 0; t < some.size(); t++) {
        boolean isSeen =
            written(t, step.key()).stream().anyMatch(e -> step.value().asList().contains(e));
        writers |= t != read.reader() && isSeen ? 1 << t : 0;
      }
      next(at, writers);
      return;
    }
    if (step.value().isNil()) {
      next(at, 0);
    }
    for (int t = 0; t < some.size(); t++) {
      List<Value> values = written(t, step.key());
      if (t != read.reader() && !values.isEmpty() && values.getLast().equals(step.value())) {
        next(at, 1 << t);
      }
    }
  }

  private void next(int at, int writers) {
    shown.add(writers);
    chooseWriters(at + 1);
    shown.removeLast();
  }

  private List<Value> written(int t, Value key) {
    return written(t, key, some.get(t).steps().size());
  }

  private List<Value> written(int t, Value key, int before) {
    return some.get(t).steps().subList(0, before).stream()
        .filter(step -> !step.isRead() && step.key().equals(key))
        .map(Step::value)
        .toList();
  }

  // The orders of commits.

  private void judge() {
    for (boolean sessions : new boolean[] {false, true}) {
      int[] before = new int[some.size()];
      for (int t = 0; t < before.length; t++) {
        for (int other = 0; sessions && other < before.length; other++) {
          Operation one = some.get(other).operation();
          Operation two = some.get(t).operation();
          boolean isBefore = one.process() == two.process() && one.end() < two.start();
          before[t] |= isBefore ? 1 << other : 0;
        }
      }
      int[] direct = before.clone();
      for (int i = 0; i < reads.size(); i++) {
        direct[reads.get(i).reader()] |= shown.get(i);
      }
      int[] past = direct.clone();
      for (int through = 0; through < past.length; through++) {
        for (int t = 0; t < past.length; t++) {
          past[t] |= (past[t] & 1 << through) != 0 ? past[through] : 0;
        }
      }
      for (Axiom axiom : Axiom.values()) {
        ConsistencyModel level = level(axiom, sessions);
        if (level != null && !kept.contains(level)) {
          int[] visible =
              switch (axiom) {
                case READ_COMMITTED -> null;
                case READ_ATOMIC -> direct;
                case CAUSAL -> past;
              };
          if (isOrdered(new ArrayList<>(), direct, visible)) {
            kept.add(level);
          }
        }
      }
    }
  }

  private static ConsistencyModel level(Axiom axiom, boolean sessions) {
    return switch (axiom) {
      // Without sessions it is a level that presupposes nothing of a transaction's own writes.
      case READ_COMMITTED -> sessions ? ConsistencyModel.SESSION_READ_COMMITTED : null;
      case READ_ATOMIC ->
          sessions ? ConsistencyModel.SESSION_READ_ATOMIC : ConsistencyModel.READ_ATOMIC;
      case CAUSAL -> sessions ? ConsistencyModel.SESSION_CAUSAL : ConsistencyModel.CAUSAL_CERONE;
    };
  }

  /** Whether some order of commits of which the first are given extends others and fits. */
  private boolean isOrdered(List<Integer> order, int[] direct, int[] visible) {
    if (order.size() == some.size()) {
      for (int i = 0; i < reads.size(); i++) {
        int seen = visible == null ? before(i) : visible[reads.get(i).reader()];
        if (!isExplained(i, order, seen)) {
          return false;
        }
      }
      return true;
    }
    int placed = order.stream().mapToInt(t -> 1 << t).sum();
    for (int t = 0; t < some.size(); t++) {
      if ((placed & 1 << t) == 0 && (direct[t] & ~placed) == 0) {
        order.add(t);
        boolean found = isOrdered(order, direct, visible);
        order.removeLast();
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  /** Who was shown by the reads of a transaction up to one. */
  private int before(int read) {
    int seen = 0;
    for (int i = 0; i <= read; i++) {
      seen |= reads.get(i).reader() == reads.get(read).reader() ? shown.get(i) : 0;
    }
    return seen;
  }

  private boolean isExplained(int read, List<Integer> order, int visible) {
    int reader = reads.get(read).reader();
    Step step = some.get(reader).steps().get(reads.get(read).step());
    int seen = shown.get(read);
    List<Integer> writers =
        order.stream().filter(t -> t != reader && !written(t, step.key()).isEmpty()).toList();
    if (isRegister) {
      int from = seen == 0 ? INITIAL : order.indexOf(Integer.numberOfTrailingZeros(seen));
      return writers.stream()
          .noneMatch(
              t -> (visible & 1 << t) != 0 && (seen & 1 << t) == 0 && order.indexOf(t) > from);
    }
    if (writers.stream().anyMatch(t -> (visible & ~seen & 1 << t) != 0)) {
      return false;
    }
    List<Value> own = written(reader, step.key(), reads.get(read).step());
    List<Value> state = new ArrayList<>();
    boolean isBehind = false;
    for (int t : writers) {
      boolean isSeen = (seen & 1 << t) != 0;
      if (isList && isSeen && isBehind) {
        return false;
      }
      isBehind |= !isSeen && (own.isEmpty() || order.indexOf(t) < order.indexOf(reader));
      if (isSeen) {
        state.addAll(written(t, step.key()));
      }
    }
    if (isList && isBehind && !own.isEmpty()) {
      return false;
    }
    state.addAll(own);
    return isList
        ? state.equals(step.value().asList())
        : state.size() == step.value().asList().size()
            && new HashSet<>(state).equals(new HashSet<>(step.value().asList()));
  }
}
