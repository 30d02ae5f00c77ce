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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every level must be decided as trying everything decides it. */
class IsolationOracleTest {
  private static final long HISTORIES = Long.getLong("ordeal.oracle.histories", 30_000);

  @ParameterizedTest
  @ValueSource(strings = {"list-append", "rw-register"})
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
      Set<Level> expected = VisibilityOracle.kept(history, type.equals("list-append"));
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
}
