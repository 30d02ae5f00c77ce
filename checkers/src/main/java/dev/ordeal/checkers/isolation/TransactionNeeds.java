package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import java.util.List;
import java.util.function.IntPredicate;

/** What must have been seen of transactions before a level counts as tested. */
final class TransactionNeeds {
  /** Of every level. */
  static final List<Observation> ALL =
      List.of(
          Observation.of(
              "transactions without operations: nothing was tested",
              history -> any(history, true, kind -> true)),
          Observation.of(
              "no committed transaction read anything",
              history -> any(history, true, kind -> kind == MicroOps.Kind.READ)),
          Observation.of(
              "no transaction wrote anything",
              history -> any(history, false, kind -> kind != MicroOps.Kind.READ)));

  private TransactionNeeds() {}

  /** A condition on what a micro-operation does. */
  private interface KindTest {
    boolean test(MicroOps.Kind kind);
  }

  private static boolean any(History history, boolean committed, KindTest wanted) {
    Columns columns = history.columns();
    MicroOps ops = columns.pool().microOps();
    IntPredicate counted = committed ? columns::isOk : call -> !columns.isFail(call);
    for (int call = 0; call < columns.size(); call++) {
      long cell = columns.isOk(call) ? columns.result(call) : columns.argument(call);
      if (!CellPool.isTransaction(cell) || !counted.test(call)) {
        continue;
      }
      int at = ops.first(cell);
      for (int step = ops.countFrom(at); step > 0; step--, at += MicroOps.WIDTH) {
        if (wanted.test(ops.kind(at))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a level says something about what was over before something else began. */
  static boolean isRealTime(ConsistencyModel level) {
    return level.implies(ConsistencyModel.STRONG_READ_UNCOMMITTED)
        || level.implies(ConsistencyModel.LINEARIZABLE);
  }

  /** Whether a level says something about what one client did after another, and no more. */
  static boolean isOfSessions(ConsistencyModel level) {
    return !isRealTime(level)
        && (level.implies(ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED)
            || level.implies(ConsistencyModel.SESSION_SERIALIZABLE));
  }
}
