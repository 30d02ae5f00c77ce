package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.made.OtherValues;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every level must be decided as trying everything decides it. */
class IsolationOracleTest {
  private static final long HISTORIES = Seeds.count(30_000);

  private static CheckResult check(History history) {
    return new IsolationChecker(ConsistencyModel.STRICT_SERIALIZABLE)
        .check(history, Budget.of(Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-append", "set-add", "rw-register", "rw-repeated"})
  void agreesWithTryingEverything(String type) {
    Seeds.assumeAskedFor(type);
    Map<ConsistencyModel, LongAdder> kept = new ConcurrentHashMap<>();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = SmallTransactions.of(type, new SplittableRandom(seed));
              CheckResult result = check(history);
              if (!(result.facts().get("levels") instanceof Map<?, ?> levels)) {
                return;
              }
              if (seed % 4 == 0) {
                History others =
                    type.startsWith("rw")
                        ? OtherValues.withoutSequences(history)
                        : OtherValues.of(history);
                assertThat(check(others).facts().get("levels"))
                    .as(() -> "other values, seed %d: %s".formatted(seed, history.events()))
                    .isEqualTo(levels);
              }
              Set<ConsistencyModel> expected = VisibilityOracle.kept(history, type);
              for (ConsistencyModel level : VisibilityOracle.LEVELS) {
                boolean keeps = expected.contains(level);
                assertThat(levels.get(level.levelName()))
                    .as(() -> told(seed, level, result, history))
                    .isEqualTo(keeps);
                kept.computeIfAbsent(level, l -> new LongAdder()).add(keeps ? 1 : 0);
              }
            });
    System.out.printf("%s: %d histories, kept: %s%n", type, HISTORIES, kept);
    assertThat(kept).containsOnlyKeys(VisibilityOracle.LEVELS);
    // Both answers must be frequent, or the comparison says little.
    assertThat(kept.values()).allMatch(count -> count.sum() > HISTORIES / 20);
    assertThat(kept.values()).allMatch(count -> count.sum() < HISTORIES * 19 / 20);
  }

  private static String told(
      long seed, ConsistencyModel level, CheckResult result, History history) {
    return "seed %d, %s: %s%n%s".formatted(seed, level, result.facts(), history.events());
  }

  /** Whoever appended what nobody read may have come in any order, and some orders fit no level. */
  @Test
  void ordersWhatNobodySaw() {
    Seeds.assumeAskedFor("unseen");
    LongAdder conflicts = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = SmallTransactions.unseen(new SplittableRandom(seed));
              CheckResult result = check(history);
              if (!(result.facts().get("levels") instanceof Map<?, ?> levels)) {
                return;
              }
              Set<ConsistencyModel> expected = VisibilityOracle.kept(history, "list-append");
              for (ConsistencyModel level : VisibilityOracle.LEVELS) {
                assertThat((Object) levels.get(level.levelName()))
                    .as(() -> told(seed, level, result, history))
                    .isEqualTo(expected.contains(level));
              }
              boolean conflict =
                  result.anomalies().stream()
                      .anyMatch(anomaly -> anomaly.name().equals("conflicting-writes"));
              conflicts.add(conflict ? 1 : 0);
            });
    System.out.printf("unseen: %d histories, conflicts: %s%n", HISTORIES, conflicts);
    assertThat(conflicts.sum()).isGreaterThan(HISTORIES / 500);
  }

  /** Sums tell less: what is decided must be right, and much of it must be decided. */
  @Test
  void countersAreDecidedRightly() {
    Seeds.assumeAskedFor("counter");
    LongAdder kept = new LongAdder();
    LongAdder broken = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = SmallTransactions.of("counter", new SplittableRandom(seed));
              CheckResult result = check(history);
              boolean increments = history.events().toString().contains("[inc");
              if (!increments || !(result.facts().get("levels") instanceof Map<?, ?> levels)) {
                return;
              }
              Set<ConsistencyModel> expected = VisibilityOracle.kept(history, "counter");
              for (ConsistencyModel level : VisibilityOracle.LEVELS) {
                assertThat((Object) levels.get(level.levelName()))
                    .as(() -> told(seed, level, result, history))
                    .isIn(expected.contains(level), "unknown");
              }
              kept.add(Boolean.TRUE.equals(levels.get("strict-serializable")) ? 1 : 0);
              broken.add(Boolean.FALSE.equals(levels.get("serializable")) ? 1 : 0);
            });
    System.out.printf("counter: %d histories%n", HISTORIES);
    assertThat(kept.sum()).isGreaterThan(HISTORIES / 5);
    assertThat(broken.sum()).isGreaterThan(HISTORIES / 20);
  }
}
