package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The levels that an observation keeps, by each of the papers' ways to define them. */
final class Definitions {
  /** A way to define levels, and those that it defines. */
  record Way(
      String name,
      Function<Execution, Set<ConsistencyModel>> levels,
      Set<ConsistencyModel> defined) {
    /** The levels that some choice of which unknown transactions committed keeps. */
    Set<ConsistencyModel> kept(Observation observation) {
      Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);
      for (Execution execution : Execution.of(observation)) {
        kept.addAll(levels.apply(execution));
      }
      return kept;
    }
  }

  static final List<Way> WAYS =
      List.of(
          new Way(
              "phenomena",
              Phenomena::levels,
              EnumSet.of(
                  ConsistencyModel.READ_UNCOMMITTED,
                  ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED,
                  ConsistencyModel.STRONG_READ_UNCOMMITTED,
                  ConsistencyModel.READ_COMMITTED,
                  ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
                  ConsistencyModel.STRONG_READ_COMMITTED,
                  ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
                  ConsistencyModel.CURSOR_STABILITY,
                  ConsistencyModel.MONOTONIC_VIEW,
                  ConsistencyModel.CONSISTENT_VIEW,
                  ConsistencyModel.FORWARD_CONSISTENT_VIEW,
                  ConsistencyModel.UPDATE_SERIALIZABLE,
                  ConsistencyModel.REPEATABLE_READ,
                  ConsistencyModel.SERIALIZABLE,
                  ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
                  ConsistencyModel.STRICT_SERIALIZABLE)),
          new Way(
              "snapshots",
              Snapshots::levels,
              EnumSet.of(
                  ConsistencyModel.MONOTONIC_SNAPSHOT_READ,
                  ConsistencyModel.SNAPSHOT_ISOLATION,
                  ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
                  ConsistencyModel.STRONG_SNAPSHOT_ISOLATION)),
          new Way(
              "visibility",
              Visibility::levels,
              EnumSet.of(
                  ConsistencyModel.READ_ATOMIC,
                  ConsistencyModel.UPDATE_ATOMIC,
                  ConsistencyModel.CAUSAL_CERONE,
                  ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
                  ConsistencyModel.PREFIX,
                  ConsistencyModel.SNAPSHOT_ISOLATION,
                  ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
                  ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
                  ConsistencyModel.VIEW_SERIALIZABLE,
                  ConsistencyModel.ONE_COPY_SERIALIZABLE,
                  ConsistencyModel.SERIALIZABLE,
                  ConsistencyModel.SESSION_SERIALIZABLE,
                  ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
                  ConsistencyModel.STRICT_SERIALIZABLE)),
          new Way(
              "orders of commits",
              CommitOrders::levels,
              EnumSet.of(
                  ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
                  ConsistencyModel.READ_ATOMIC,
                  ConsistencyModel.CAUSAL_CERONE,
                  ConsistencyModel.SESSION_READ_COMMITTED,
                  ConsistencyModel.SESSION_READ_ATOMIC,
                  ConsistencyModel.SESSION_CAUSAL)));

  private Definitions() {}
}
