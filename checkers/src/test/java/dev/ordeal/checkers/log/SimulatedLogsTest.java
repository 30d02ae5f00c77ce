package dev.ordeal.checkers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random histories of concurrent clients of one log, right ones and wrong ones. */
class SimulatedLogsTest {
  private static final int SEEDS = 500;

  private static CheckResult check(History history) {
    return new LogChecker().check(history, Budget.of(Duration.ofSeconds(5)));
  }

  @Test
  void aRightLogIsValid() {
    for (int seed = 0; seed < SEEDS; seed++) {
      CheckResult right = check(new SimulatedLog(seed, SimulatedLog.Bug.NONE).run());
      assertThat(right.verdict()).as("seed %d: %s", seed, right.reason()).isEqualTo(Verdict.VALID);
      assertThat(right.warnings()).isEmpty();
    }
  }

  /** What no consumer asked for is not lost. */
  @Test
  void aRightLogThatIsNotPolledFromItsStartIsNotInvalid() {
    int warned = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      CheckResult right = check(new SimulatedLog(seed, SimulatedLog.Bug.NONE).run(false));
      assertThat(right.verdict())
          .as("seed %d: %s", seed, right.reason())
          .isNotEqualTo(Verdict.INVALID);
      warned += right.warnings().size();
    }
    assertThat(warned).isGreaterThan(SEEDS / 10);
  }

  /** A bug that was to be seen makes no valid history, and nearly always an invalid one. */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aWrongLogIsFound(SimulatedLog.Bug bug) {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedLog log = new SimulatedLog(seed, bug);
      CheckResult wrong = check(log.run());
      if (log.hasStruck()) {
        assertThat(wrong.verdict()).as("seed %d", seed).isNotEqualTo(Verdict.VALID);
        verdicts.merge(wrong.verdict(), 1, Integer::sum);
      } else {
        assertThat(wrong.verdict())
            .as("seed %d: %s", seed, wrong.reason())
            .isEqualTo(Verdict.VALID);
      }
    }
    int invalid = verdicts.getOrDefault(Verdict.INVALID, 0);
    assertThat(invalid).isGreaterThan(SEEDS / 4);
    assertThat(invalid).isGreaterThan(19 * verdicts.getOrDefault(Verdict.UNKNOWN, 0));
  }
}
