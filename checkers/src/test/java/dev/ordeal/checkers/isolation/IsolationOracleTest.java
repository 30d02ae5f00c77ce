package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every level must be decided as trying everything decides it. */
class IsolationOracleTest {
  private static final long HISTORIES = Long.getLong("ordeal.oracle.histories", 30_000);

  @ParameterizedTest
  @ValueSource(strings = {"list-append", "set-add", "rw-register", "rw-repeated"})
  void agreesWithTryingEverything(String type) {
    Map<Level, Integer> kept = new EnumMap<>(Level.class);
    for (long seed = 0; seed < HISTORIES; seed++) {
      History history = SmallTransactions.of(type, new SplittableRandom(seed));
      CheckResult result =
          new IsolationChecker(Level.STRICT_SERIALIZABLE)
              .check(history, Budget.of(Duration.ofMinutes(1)));
      if (!(result.facts().get("levels") instanceof Map<?, ?> levels)) {
        continue;
      }
      Set<Level> expected = VisibilityOracle.kept(history, type);
      for (Level level : VisibilityOracle.LEVELS) {
        boolean keeps = expected.contains(level);
        assertThat(levels.get(level.levelName()))
            .as("seed %d, %s: %s%n%s", seed, level, result.facts(), history.events())
            .isEqualTo(keeps);
        kept.merge(level, keeps ? 1 : 0, Integer::sum);
      }
    }
    // Both answers must be frequent, or the comparison says little.
    assertThat(kept.values()).allMatch(count -> count > HISTORIES / 20);
    assertThat(kept.values()).allMatch(count -> count < HISTORIES * 19 / 20);
  }

  /** Sums tell less: what is decided must be right, and much of it must be decided. */
  @Test
  void countersAreDecidedRightly() {
    int kept = 0;
    int broken = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      History history = SmallTransactions.of("counter", new SplittableRandom(seed));
      CheckResult result =
          new IsolationChecker(Level.STRICT_SERIALIZABLE)
              .check(history, Budget.of(Duration.ofMinutes(1)));
      boolean increments = history.events().toString().contains("[inc");
      if (!increments || !(result.facts().get("levels") instanceof Map<?, ?> levels)) {
        continue;
      }
      Set<Level> expected = VisibilityOracle.kept(history, "counter");
      for (Level level : VisibilityOracle.LEVELS) {
        Object decided = levels.get(level.levelName());
        assertThat(decided)
            .as("seed %d, %s: %s%n%s", seed, level, result.facts(), history.events())
            .isIn(expected.contains(level), "unknown");
      }
      kept += Boolean.TRUE.equals(levels.get("strict-serializable")) ? 1 : 0;
      broken += Boolean.FALSE.equals(levels.get("serializable")) ? 1 : 0;
    }
    assertThat(kept).isGreaterThan((int) HISTORIES / 5);
    assertThat(broken).isGreaterThan((int) HISTORIES / 20);
  }
}
