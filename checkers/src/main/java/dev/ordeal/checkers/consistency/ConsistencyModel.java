package dev.ordeal.checkers.consistency;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Consistency models of transactions and of single objects, and which implies which.
 *
 * <p>The levels named PL-… are Adya's (1999), the others those of Cerone, Bernardi and Gotsman
 * (2015), Bailis et al. (2013), Daudjee and Salem (2006), Herlihy and Wing (1990), Lamport (1979),
 * Terry et al. (1994) and Vogels (2008); the order among them is that of the literature. The levels
 * named session-… are read committed, read atomic and causal consistency of Biswas and Enea (2019),
 * whose order of commits extends the order of each session.
 */
public enum ConsistencyModel {
  READ_UNCOMMITTED(List.of("PL-1")),
  READ_COMMITTED(List.of("PL-2"), READ_UNCOMMITTED),
  MONOTONIC_ATOMIC_VIEW(List.of(), READ_COMMITTED),
  READ_ATOMIC(List.of(), MONOTONIC_ATOMIC_VIEW),
  CAUSAL_CERONE(List.of(), READ_ATOMIC),
  CURSOR_STABILITY(List.of("PL-CS"), READ_COMMITTED),
  MONOTONIC_VIEW(List.of("PL-2L"), READ_COMMITTED),
  MONOTONIC_SNAPSHOT_READ(List.of("PL-MSR"), READ_COMMITTED),
  CONSISTENT_VIEW(List.of("PL-2+"), CURSOR_STABILITY, MONOTONIC_VIEW),
  FORWARD_CONSISTENT_VIEW(List.of("PL-FCV"), CONSISTENT_VIEW),
  UPDATE_ATOMIC(List.of(), READ_ATOMIC),
  PARALLEL_SNAPSHOT_ISOLATION(List.of("PSI"), CAUSAL_CERONE, UPDATE_ATOMIC),
  PREFIX(List.of("prefix-consistency"), CAUSAL_CERONE),
  REPEATABLE_READ(List.of("PL-2.99"), CURSOR_STABILITY, MONOTONIC_ATOMIC_VIEW),
  UPDATE_SERIALIZABLE(List.of("PL-3U"), FORWARD_CONSISTENT_VIEW),
  SNAPSHOT_ISOLATION(
      List.of("PL-SI", "SI"),
      FORWARD_CONSISTENT_VIEW,
      MONOTONIC_ATOMIC_VIEW,
      MONOTONIC_SNAPSHOT_READ,
      PARALLEL_SNAPSHOT_ISOLATION,
      PREFIX),
  VIEW_SERIALIZABLE(List.of()),
  ONE_COPY_SERIALIZABLE(List.of("1SR")),
  SERIALIZABLE(
      List.of("PL-3", "conflict-serializable", "SER"),
      VIEW_SERIALIZABLE,
      ONE_COPY_SERIALIZABLE,
      REPEATABLE_READ,
      UPDATE_SERIALIZABLE,
      SNAPSHOT_ISOLATION),
  EVENTUAL(List.of("eventual-consistency", "convergence")),
  READ_YOUR_WRITES(List.of()),
  MONOTONIC_READS(List.of()),
  MONOTONIC_WRITES(List.of()),
  WRITES_FOLLOW_READS(List.of()),
  PRAM(List.of(), READ_YOUR_WRITES, MONOTONIC_READS, MONOTONIC_WRITES),
  WEAK_CAUSAL(List.of("CC")),
  CAUSAL_CONVERGENCE(List.of("CCv"), WEAK_CAUSAL),
  CAUSAL(List.of("CM", "causal-memory"), WRITES_FOLLOW_READS, PRAM, WEAK_CAUSAL),
  SEQUENTIAL(List.of(), CAUSAL, CAUSAL_CONVERGENCE),
  LINEARIZABLE(List.of(), SEQUENTIAL),
  STRONG_SESSION_READ_UNCOMMITTED(List.of("strong-session-PL-1"), READ_UNCOMMITTED),
  STRONG_SESSION_READ_COMMITTED(
      List.of("strong-session-PL-2"), READ_COMMITTED, STRONG_SESSION_READ_UNCOMMITTED),
  SESSION_READ_COMMITTED(List.of(), MONOTONIC_ATOMIC_VIEW, STRONG_SESSION_READ_COMMITTED),
  SESSION_READ_ATOMIC(List.of(), READ_ATOMIC, SESSION_READ_COMMITTED),
  SESSION_CAUSAL(
      List.of("TCC", "transactional-causal-consistency"), CAUSAL_CERONE, SESSION_READ_ATOMIC),
  STRONG_SESSION_SNAPSHOT_ISOLATION(
      List.of("strong-session-SI"), SNAPSHOT_ISOLATION, SESSION_CAUSAL),
  SESSION_SERIALIZABLE(List.of(), ONE_COPY_SERIALIZABLE),
  STRONG_SESSION_SERIALIZABLE(
      List.of("strong-session-PL-3"), SERIALIZABLE, STRONG_SESSION_SNAPSHOT_ISOLATION),
  STRONG_READ_UNCOMMITTED(List.of("strong-PL-1"), STRONG_SESSION_READ_UNCOMMITTED),
  STRONG_READ_COMMITTED(
      List.of("strong-PL-2"), STRONG_SESSION_READ_COMMITTED, STRONG_READ_UNCOMMITTED),
  STRONG_SNAPSHOT_ISOLATION(
      List.of("strong-SI"), STRONG_SESSION_SNAPSHOT_ISOLATION, STRONG_READ_COMMITTED),
  STRICT_SERIALIZABLE(
      List.of("strong-serializable", "PL-SS"),
      SERIALIZABLE,
      LINEARIZABLE,
      STRONG_SNAPSHOT_ISOLATION,
      STRONG_SESSION_SERIALIZABLE,
      SESSION_SERIALIZABLE);

  private final List<String> aliases;
  private final List<ConsistencyModel> implied;

  /** All that each level implies, over several steps, too, and itself. */
  private static final Map<ConsistencyModel, Set<ConsistencyModel>> CLOSURE =
      new EnumMap<>(ConsistencyModel.class);

  static {
    for (ConsistencyModel level : values()) {
      // Weaker levels are declared first.
      EnumSet<ConsistencyModel> all = EnumSet.of(level);
      level.implied.forEach(weaker -> all.addAll(CLOSURE.get(weaker)));
      CLOSURE.put(level, all);
    }
  }

  ConsistencyModel(List<String> aliases, ConsistencyModel... implied) {
    this.aliases = aliases;
    this.implied = List.of(implied);
  }

  /** The level with a name, in any of its spellings, upper or lower case. */
  public static Optional<ConsistencyModel> byName(String name) {
    for (ConsistencyModel level : values()) {
      if (level.levelName().equalsIgnoreCase(name)
          || level.aliases.stream().anyMatch(name::equalsIgnoreCase)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** Its name on the command line and in files: {@code snapshot-isolation}. */
  public String levelName() {
    return this == ONE_COPY_SERIALIZABLE
        ? "one-copy-serializable"
        : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The level that the same histories keep, as far as clients can observe: view and one-copy
   * serializability ask for some serial order that explains all reads, which is what {@link
   * #SERIALIZABLE} asks for where versions are known by reads alone. Itself if there is no other.
   */
  public ConsistencyModel asObserved() {
    return switch (this) {
      case VIEW_SERIALIZABLE, ONE_COPY_SERIALIZABLE -> SERIALIZABLE;
      case SESSION_SERIALIZABLE -> STRONG_SESSION_SERIALIZABLE;
      default -> this;
    };
  }

  /** Its other names. */
  public List<String> aliases() {
    return aliases;
  }

  /** Whether whatever keeps this level keeps the other; true for itself. */
  public boolean implies(ConsistencyModel other) {
    return CLOSURE.get(this).contains(other);
  }

  /** All levels that cannot hold where some do not: these and all that imply one of them. */
  public static Set<ConsistencyModel> ruledOutBy(Collection<ConsistencyModel> violated) {
    Set<ConsistencyModel> out = EnumSet.noneOf(ConsistencyModel.class);
    for (ConsistencyModel level : values()) {
      if (!Collections.disjoint(CLOSURE.get(level), violated)) {
        out.add(level);
      }
    }
    return out;
  }

  /** All levels that hold where some do: these and all that they imply. */
  public static Set<ConsistencyModel> impliedBy(Collection<ConsistencyModel> held) {
    Set<ConsistencyModel> implied = EnumSet.noneOf(ConsistencyModel.class);
    held.forEach(level -> implied.addAll(CLOSURE.get(level)));
    return implied;
  }

  /** Those that imply no other of the given. */
  public static List<ConsistencyModel> weakest(Collection<ConsistencyModel> levels) {
    List<ConsistencyModel> weakest = new ArrayList<>();
    for (ConsistencyModel level : levels) {
      if (levels.stream().noneMatch(other -> other != level && level.implies(other))) {
        weakest.add(level);
      }
    }
    return weakest;
  }

  /** Those that no other of the given implies. */
  public static List<ConsistencyModel> strongest(Collection<ConsistencyModel> levels) {
    List<ConsistencyModel> strongest = new ArrayList<>();
    for (ConsistencyModel level : levels) {
      if (levels.stream().noneMatch(other -> other != level && other.implies(level))) {
        strongest.add(level);
      }
    }
    return strongest;
  }
}
