package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.isolation.Level;
import dev.ordeal.results.verdict.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Where the checker is known to say something else than the definition. */
enum KnownDisagreement {
  /** A transaction that does not read what it wrote itself is no history of Adya's. */
  NOT_OWN_WRITE(
      Verdict.VALID,
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
          Level.REPEATABLE_READ)) {
    @Override
    boolean concerns(Observation observation) {
      return reads(observation, KnownDisagreement::missesOwnWrite);
    }
  },

  /** No history has a read of what nobody wrote; PL-1 allows only what was aborted. */
  NEVER_WRITTEN(
      Verdict.VALID,
      EnumSet.of(
          Level.READ_UNCOMMITTED,
          Level.STRONG_SESSION_READ_UNCOMMITTED,
          Level.STRONG_READ_UNCOMMITTED)) {
    @Override
    boolean concerns(Observation observation) {
      return reads(
          observation,
          (reader, at) -> {
            Micro read = reader.micros().get(at);
            return read.values().stream()
                .anyMatch(value -> value != 0 && !isWritten(observation, reader, at, value));
          });
    }
  },

  /** A list has one content after each append, so all reads are prefixes of one list. */
  INCOMPATIBLE_LISTS(
      Verdict.VALID,
      EnumSet.of(
          Level.READ_UNCOMMITTED,
          Level.STRONG_SESSION_READ_UNCOMMITTED,
          Level.STRONG_READ_UNCOMMITTED)) {
    @Override
    boolean concerns(Observation observation) {
      return observation.kind() == Kind.LIST;
    }
  },

  /** A set of which a read shows some of what a transaction added is intermediate. */
  PART_OF_SET(
      Verdict.VALID,
      EnumSet.of(
          Level.READ_COMMITTED,
          Level.STRONG_SESSION_READ_COMMITTED,
          Level.STRONG_READ_COMMITTED,
          Level.MONOTONIC_ATOMIC_VIEW,
          Level.SESSION_READ_COMMITTED)) {
    @Override
    boolean concerns(Observation observation) {
      return observation.kind() == Kind.SET
          && reads(
              observation,
              (reader, at) -> {
                Micro read = reader.micros().get(at);
                return observation.transactions().stream()
                    .filter(t -> t != reader)
                    .map(t -> t.written(read.key()))
                    .anyMatch(
                        added ->
                            added.stream().anyMatch(read.values()::contains)
                                && !read.values().containsAll(added));
              });
    }
  },

  /** What an unknown transaction wrote may be read at PL-1 even if it aborted. */
  SEEN_BUT_ABORTED(
      Verdict.INVALID,
      EnumSet.of(
          Level.READ_UNCOMMITTED,
          Level.STRONG_SESSION_READ_UNCOMMITTED,
          Level.STRONG_READ_UNCOMMITTED)) {
    @Override
    boolean concerns(Observation observation) {
      return observation.transactions().stream()
          .anyMatch(t -> t.outcome() == Transaction.Outcome.UNKNOWN);
    }
  };

  private final Verdict verdict;
  private final Set<Level> levels;

  KnownDisagreement(Verdict verdict, Set<Level> levels) {
    this.verdict = verdict;
    this.levels = levels;
  }

  /** Whether a verdict about a level is explained by this. */
  static boolean explains(Verdict verdict, Level level, Observation observation) {
    for (KnownDisagreement known : values()) {
      if (known.verdict == verdict && known.levels.contains(level) && known.concerns(observation)) {
        return true;
      }
    }
    return false;
  }

  abstract boolean concerns(Observation observation);

  private interface ReadPredicate {
    boolean test(Transaction reader, int at);
  }

  private static boolean reads(Observation observation, ReadPredicate predicate) {
    for (Transaction transaction : observation.transactions()) {
      for (int at = 0; transaction.isCertain() && at < transaction.micros().size(); at++) {
        if (transaction.micros().get(at).isRead() && predicate.test(transaction, at)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean missesOwnWrite(Transaction reader, int at) {
    Micro read = reader.micros().get(at);
    List<Integer> own = reader.written(read.key(), at);
    // Where one value is asked for, what was written last counts.
    int last = own.isEmpty() ? 0 : own.getLast();
    return !own.isEmpty() && (read.values().isEmpty() || read.values().getLast() != last);
  }

  private static boolean isWritten(Observation observation, Transaction reader, int at, int value) {
    int key = reader.micros().get(at).key();
    return observation.transactions().stream()
        .anyMatch(t -> (t == reader ? t.written(key, at) : t.written(key)).contains(value));
  }
}
