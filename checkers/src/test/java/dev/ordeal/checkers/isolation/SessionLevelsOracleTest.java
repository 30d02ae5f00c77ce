package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.made.SmallSessions;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels with sessions must be decided as the axioms decide them over all orders of commits. */
class SessionLevelsOracleTest {
  private static final long HISTORIES = Seeds.count(3_000);

  private static final List<ConsistencyModel> LEVELS =
      List.of(
          ConsistencyModel.SESSION_READ_COMMITTED,
          ConsistencyModel.SESSION_READ_ATOMIC,
          ConsistencyModel.SESSION_CAUSAL,
          ConsistencyModel.READ_ATOMIC,
          ConsistencyModel.CAUSAL_CERONE);

  @ParameterizedTest
  @ValueSource(strings = {"list-append", "set-add", "rw-register", "rw-repeated"})
  void agreesWithTheAxioms(String type) {
    Seeds.assumeAskedFor("session-levels");
    Map<ConsistencyModel, LongAdder> kept = new ConcurrentHashMap<>();
    LongAdder needsSessions = new LongAdder();
    LongAdder notCausal = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = SmallSessions.of(type, new SplittableRandom(seed));
              CheckResult result =
                  new IsolationChecker(ConsistencyModel.SESSION_CAUSAL)
                      .check(history, Budget.of(Duration.ofMinutes(1)));
              if (!(result.facts().get("levels") instanceof Map<?, ?> levels)) {
                return;
              }
              Set<ConsistencyModel> expected = CommitOrderOracle.kept(history, type);
              for (ConsistencyModel level : LEVELS) {
                Object answer = levels.get(level.levelName());
                if (answer.equals("unknown") && isOpen(type, level)) {
                  continue;
                }
                assertThat(answer)
                    .as(() -> told(seed, level, result, history))
                    .isEqualTo(expected.contains(level));
                kept.computeIfAbsent(level, l -> new LongAdder())
                    .add(expected.contains(level) ? 1 : 0);
              }
              assertImplied(seed, type, levels, expected, result, history);
              needsSessions.add(
                  expected.contains(ConsistencyModel.CAUSAL_CERONE)
                          && !expected.contains(ConsistencyModel.SESSION_CAUSAL)
                      ? 1
                      : 0);
              notCausal.add(
                  expected.contains(ConsistencyModel.SESSION_READ_ATOMIC)
                          && !expected.contains(ConsistencyModel.SESSION_CAUSAL)
                      ? 1
                      : 0);
            });
    System.out.printf(
        "%s: %d histories, kept: %s, causal only without sessions: %s, atomic and not causal: %s%n",
        type, HISTORIES, kept, needsSessions, notCausal);
    // Both answers must be frequent, or the comparison says little.
    assertThat(kept).containsOnlyKeys(LEVELS);
    assertThat(kept.values()).allMatch(count -> count.sum() > HISTORIES / 20);
    assertThat(kept.values()).allMatch(count -> count.sum() < HISTORIES * 19 / 20);
    assertThat(needsSessions.sum()).isGreaterThan(HISTORIES / 20);
    assertThat(notCausal.sum()).isGreaterThan(HISTORIES / 1_000);
  }

  /** Two reads of a value may show two writers, and not all choices are tried for that. */
  private static boolean isOpen(String type, ConsistencyModel level) {
    return type.equals("rw-repeated") && level == ConsistencyModel.SESSION_READ_COMMITTED;
  }

  /** What implies a level keeps it, by either oracle, and what a level implies is not denied. */
  private static void assertImplied(
      long seed,
      String type,
      Map<?, ?> levels,
      Set<ConsistencyModel> expected,
      CheckResult result,
      History history) {
    for (ConsistencyModel level : VisibilityOracle.kept(history, type)) {
      for (ConsistencyModel weaker : LEVELS) {
        assertThat(!level.implies(weaker) || expected.contains(weaker))
            .as(() -> level + " implies " + told(seed, weaker, result, history))
            .isTrue();
      }
    }
    for (ConsistencyModel level : expected) {
      for (ConsistencyModel weaker : ConsistencyModel.impliedBy(Set.of(level))) {
        assertThat((Object) levels.get(weaker.levelName()))
            .as(() -> level + " implies " + told(seed, weaker, result, history))
            .isNotEqualTo(false);
      }
    }
  }

  private static String told(
      long seed, ConsistencyModel level, CheckResult result, History history) {
    return "seed %d, %s: %s%n%s".formatted(seed, level, result.facts(), history.events());
  }
}
