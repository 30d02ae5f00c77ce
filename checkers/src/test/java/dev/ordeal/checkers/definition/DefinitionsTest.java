package dev.ordeal.checkers.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.consistency.ConsistencyModel;
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

  private static Set<ConsistencyModel> kept(Observation observation) {
    Set<ConsistencyModel> kept = EnumSet.noneOf(ConsistencyModel.class);
    for (Definitions.Way way : Definitions.WAYS) {
      Set<ConsistencyModel> byThis = way.kept(observation);
      for (ConsistencyModel level : way.defined()) {
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
        .contains(ConsistencyModel.STRONG_SNAPSHOT_ISOLATION, ConsistencyModel.CONSISTENT_VIEW)
        .doesNotContain(
            ConsistencyModel.SERIALIZABLE,
            ConsistencyModel.REPEATABLE_READ,
            ConsistencyModel.UPDATE_SERIALIZABLE);
  }

  @Test
  void longForkIsParallelSnapshotIsolatedAndHasNoPrefix() {
    assertThat(kept(overlapping(t(w(X, 1)), t(w(Y, 2)), t(r(X, 1), r(Y, 0)), t(r(X, 0), r(Y, 2)))))
        .contains(
            ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
            ConsistencyModel.UPDATE_SERIALIZABLE,
            ConsistencyModel.CONSISTENT_VIEW)
        .doesNotContain(
            ConsistencyModel.PREFIX,
            ConsistencyModel.SNAPSHOT_ISOLATION,
            ConsistencyModel.SERIALIZABLE);
  }

  @Test
  void lostUpdateIsCausalAndNotUpdateAtomic() {
    assertThat(kept(overlapping(t(r(X, 0), w(X, 1)), t(r(X, 0), w(X, 2)))))
        .contains(
            ConsistencyModel.CAUSAL_CERONE,
            ConsistencyModel.PREFIX,
            ConsistencyModel.MONOTONIC_SNAPSHOT_READ)
        .doesNotContain(
            ConsistencyModel.UPDATE_ATOMIC,
            ConsistencyModel.CURSOR_STABILITY,
            ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION);
  }

  @Test
  void causalityViolationIsReadAtomic() {
    assertThat(kept(overlapping(t(w(X, 1)), t(r(X, 1), w(Y, 2)), t(r(Y, 2), r(X, 0)))))
        .contains(
            ConsistencyModel.READ_ATOMIC,
            ConsistencyModel.UPDATE_ATOMIC,
            ConsistencyModel.MONOTONIC_ATOMIC_VIEW)
        .doesNotContain(
            ConsistencyModel.CAUSAL_CERONE,
            ConsistencyModel.MONOTONIC_VIEW,
            ConsistencyModel.CONSISTENT_VIEW);
  }

  @Test
  void fracturedReadThatGetsNewerIsMonotonic() {
    assertThat(kept(overlapping(t(w(X, 1), w(Y, 1)), t(r(X, 0), r(Y, 1)))))
        .contains(
            ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
            ConsistencyModel.MONOTONIC_VIEW,
            ConsistencyModel.MONOTONIC_SNAPSHOT_READ)
        .doesNotContain(ConsistencyModel.READ_ATOMIC, ConsistencyModel.CONSISTENT_VIEW);
    assertThat(kept(overlapping(t(w(X, 1), w(Y, 1)), t(r(Y, 1), r(X, 0)))))
        .contains(ConsistencyModel.READ_COMMITTED)
        .doesNotContain(ConsistencyModel.MONOTONIC_ATOMIC_VIEW, ConsistencyModel.MONOTONIC_VIEW);
  }

  @Test
  void circularInformationFlowIsOnlyReadUncommitted() {
    assertThat(kept(overlapping(t(w(X, 1), r(Y, 2)), t(w(Y, 2), r(X, 1)))))
        .containsOnly(
            ConsistencyModel.READ_UNCOMMITTED,
            ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED,
            ConsistencyModel.STRONG_READ_UNCOMMITTED);
  }

  @Test
  void intermediateReadIsOnlyReadUncommitted() {
    assertThat(kept(overlapping(t(w(X, 1), w(X, 2)), t(r(X, 1)))))
        .contains(ConsistencyModel.READ_UNCOMMITTED)
        .doesNotContain(ConsistencyModel.READ_COMMITTED, ConsistencyModel.SESSION_READ_COMMITTED);
  }

  @Test
  void staleReadIsSerializableAndNotStrictly() {
    Transaction write = new Transaction(0, 0, 1, Transaction.Outcome.COMMITTED, List.of(w(X, 1)));
    Transaction read = new Transaction(1, 2, 3, Transaction.Outcome.COMMITTED, List.of(r(X, 0)));
    assertThat(kept(new Observation(Kind.REGISTER, List.of(write, read))))
        .contains(
            ConsistencyModel.STRONG_SESSION_SERIALIZABLE, ConsistencyModel.STRONG_READ_COMMITTED)
        .doesNotContain(
            ConsistencyModel.STRICT_SERIALIZABLE, ConsistencyModel.STRONG_SNAPSHOT_ISOLATION);
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
        .contains(ConsistencyModel.STRICT_SERIALIZABLE);
  }
}
