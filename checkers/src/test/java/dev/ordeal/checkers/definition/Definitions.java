package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.isolation.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The levels that an observation keeps, by each of the papers' ways to define them. */
final class Definitions {
  /** A way to define levels, and those that it defines. */
  record Way(String name, Function<Execution, Set<Level>> levels, Set<Level> defined) {
    /** The levels that some choice of which unknown transactions committed keeps. */
    Set<Level> kept(Observation observation) {
      Set<Level> kept = EnumSet.noneOf(Level.class);
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
                  Level.READ_UNCOMMITTED,
                  Level.STRONG_SESSION_READ_UNCOMMITTED,
                  Level.STRONG_READ_UNCOMMITTED,
                  Level.READ_COMMITTED,
                  Level.STRONG_SESSION_READ_COMMITTED,
                  Level.STRONG_READ_COMMITTED,
                  Level.MONOTONIC_ATOMIC_VIEW,
                  Level.CURSOR_STABILITY,
                  Level.MONOTONIC_VIEW,
                  Level.CONSISTENT_VIEW,
                  Level.FORWARD_CONSISTENT_VIEW,
                  Level.UPDATE_SERIALIZABLE,
                  Level.REPEATABLE_READ,
                  Level.SERIALIZABLE,
                  Level.STRONG_SESSION_SERIALIZABLE,
                  Level.STRICT_SERIALIZABLE)),
          new Way(
              "snapshots",
              Snapshots::levels,
              EnumSet.of(
                  Level.MONOTONIC_SNAPSHOT_READ,
                  Level.SNAPSHOT_ISOLATION,
                  Level.STRONG_SESSION_SNAPSHOT_ISOLATION,
                  Level.STRONG_SNAPSHOT_ISOLATION)),
          new Way(
              "visibility",
              Visibility::levels,
              EnumSet.of(
                  Level.READ_ATOMIC,
                  Level.UPDATE_ATOMIC,
                  Level.CAUSAL_CERONE,
                  Level.PARALLEL_SNAPSHOT_ISOLATION,
                  Level.PREFIX,
                  Level.SNAPSHOT_ISOLATION,
                  Level.STRONG_SESSION_SNAPSHOT_ISOLATION,
                  Level.STRONG_SNAPSHOT_ISOLATION,
                  Level.VIEW_SERIALIZABLE,
                  Level.ONE_COPY_SERIALIZABLE,
                  Level.SERIALIZABLE,
                  Level.SESSION_SERIALIZABLE,
                  Level.STRONG_SESSION_SERIALIZABLE,
                  Level.STRICT_SERIALIZABLE)),
          new Way(
              "orders of commits",
              CommitOrders::levels,
              EnumSet.of(
                  Level.MONOTONIC_ATOMIC_VIEW,
                  Level.READ_ATOMIC,
                  Level.CAUSAL_CERONE,
                  Level.SESSION_READ_COMMITTED,
                  Level.SESSION_READ_ATOMIC,
                  Level.SESSION_CAUSAL)));

  private Definitions() {}
}
