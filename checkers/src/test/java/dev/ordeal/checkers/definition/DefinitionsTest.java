package dev.ordeal.checkers.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.isolation.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The definitions tell the papers' examples apart. All transactions overlap. */
class DefinitionsTest {
  private static final int X = 0;
  private static final int Y = 1;

  private static Micro r(int key, int value) {
    return new Micro(true, key, List.of(value));
  }

  private static Micro w(int key, int value) {
    return Micro.write(key, value);
  }

  private static List<Micro> t(Micro... micros) {
    return List.of(micros);
  }

  @SafeVarargs
  private static Observation overlapping(List<Micro>... transactions) {
    List<Transaction> made = new ArrayList<>();
    int n = transactions.length;
    for (int t = 0; t < n; t++) {
      made.add(new Transaction(t, t, n + t, Transaction.Outcome.COMMITTED, transactions[t]));
    }
    return new Observation(Kind.REGISTER, made);
  }

  private static Set<Level> kept(Observation observation) {
    Set<Level> kept = EnumSet.noneOf(Level.class);
    for (Definitions.Way way : Definitions.WAYS) {
      Set<Level> byThis = way.kept(observation);
      for (Level level : way.defined()) {
        if (byThis.contains(level)) {
          kept.add(level);
        }
      }
    }
    return kept;
  }

  @Test
  void writeSkewIsSnapshotIsolatedAndNotSerializable() {
    assertThat(kept(overlapping(t(r(X, 0), w(Y, 1)), t(r(Y, 0), w(X, 2)))))
        .contains(Level.STRONG_SNAPSHOT_ISOLATION, Level.CONSISTENT_VIEW)
        .doesNotContain(Level.SERIALIZABLE, Level.REPEATABLE_READ, Level.UPDATE_SERIALIZABLE);
  }

  @Test
  void longForkIsParallelSnapshotIsolatedAndHasNoPrefix() {
    assertThat(kept(overlapping(t(w(X, 1)), t(w(Y, 2)), t(r(X, 1), r(Y, 0)), t(r(X, 0), r(Y, 2)))))
        .contains(
            Level.PARALLEL_SNAPSHOT_ISOLATION, Level.UPDATE_SERIALIZABLE, Level.CONSISTENT_VIEW)
        .doesNotContain(Level.PREFIX, Level.SNAPSHOT_ISOLATION, Level.SERIALIZABLE);
  }

  @Test
  void lostUpdateIsCausalAndNotUpdateAtomic() {
    assertThat(kept(overlapping(t(r(X, 0), w(X, 1)), t(r(X, 0), w(X, 2)))))
        .contains(Level.CAUSAL_CERONE, Level.PREFIX, Level.MONOTONIC_SNAPSHOT_READ)
        .doesNotContain(
            Level.UPDATE_ATOMIC, Level.CURSOR_STABILITY, Level.PARALLEL_SNAPSHOT_ISOLATION);
  }

  @Test
  void causalityViolationIsReadAtomic() {
    assertThat(kept(overlapping(t(w(X, 1)), t(r(X, 1), w(Y, 2)), t(r(Y, 2), r(X, 0)))))
        .contains(Level.READ_ATOMIC, Level.UPDATE_ATOMIC, Level.MONOTONIC_ATOMIC_VIEW)
        .doesNotContain(Level.CAUSAL_CERONE, Level.MONOTONIC_VIEW, Level.CONSISTENT_VIEW);
  }

  @Test
  void fracturedReadThatGetsNewerIsMonotonic() {
    assertThat(kept(overlapping(t(w(X, 1), w(Y, 1)), t(r(X, 0), r(Y, 1)))))
        .contains(Level.MONOTONIC_ATOMIC_VIEW, Level.MONOTONIC_VIEW, Level.MONOTONIC_SNAPSHOT_READ)
        .doesNotContain(Level.READ_ATOMIC, Level.CONSISTENT_VIEW);
    assertThat(kept(overlapping(t(w(X, 1), w(Y, 1)), t(r(Y, 1), r(X, 0)))))
        .contains(Level.READ_COMMITTED)
        .doesNotContain(Level.MONOTONIC_ATOMIC_VIEW, Level.MONOTONIC_VIEW);
  }

  @Test
  void circularInformationFlowIsOnlyReadUncommitted() {
    assertThat(kept(overlapping(t(w(X, 1), r(Y, 2)), t(w(Y, 2), r(X, 1)))))
        .containsOnly(
            Level.READ_UNCOMMITTED,
            Level.STRONG_SESSION_READ_UNCOMMITTED,
            Level.STRONG_READ_UNCOMMITTED);
  }

  @Test
  void intermediateReadIsOnlyReadUncommitted() {
    assertThat(kept(overlapping(t(w(X, 1), w(X, 2)), t(r(X, 1)))))
        .contains(Level.READ_UNCOMMITTED)
        .doesNotContain(Level.READ_COMMITTED, Level.SESSION_READ_COMMITTED);
  }

  @Test
  void staleReadIsSerializableAndNotStrictly() {
    Transaction write = new Transaction(0, 0, 1, Transaction.Outcome.COMMITTED, List.of(w(X, 1)));
    Transaction read = new Transaction(1, 2, 3, Transaction.Outcome.COMMITTED, List.of(r(X, 0)));
    assertThat(kept(new Observation(Kind.REGISTER, List.of(write, read))))
        .contains(Level.STRONG_SESSION_SERIALIZABLE, Level.STRONG_READ_COMMITTED)
        .doesNotContain(Level.STRICT_SERIALIZABLE, Level.STRONG_SNAPSHOT_ISOLATION);
  }

  @Test
  void dirtyWriteKeepsNoLevel() {
    Observation observation =
        overlapping(
            t(w(X, 1), w(Y, 1)),
            t(w(X, 2), w(Y, 2)),
            t(new Micro(true, X, List.of(1, 2)), new Micro(true, Y, List.of(2, 1))));
    assertThat(kept(new Observation(Kind.LIST, observation.transactions()))).isEmpty();
  }

  @Test
  void transactionOfUnknownOutcomeHappensIfThatHelps() {
    Transaction unknown = new Transaction(0, 0, 1, Transaction.Outcome.UNKNOWN, List.of(w(X, 1)));
    Transaction read =
        new Transaction(1, 2, 3, Transaction.Outcome.COMMITTED, List.of(r(X, 0), r(X, 0)));
    Transaction later = new Transaction(1, 4, 5, Transaction.Outcome.COMMITTED, List.of(r(X, 1)));
    assertThat(kept(new Observation(Kind.REGISTER, List.of(unknown, read, later))))
        .contains(Level.STRICT_SERIALIZABLE);
  }
}
