package dev.ordeal.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.made.MadeTransactions;
import dev.ordeal.checkers.made.SmallHistory;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What more and less time makes of an answer. */
@Timeout(300)
class TimeForCheckingTest {
  private static final Checker ISOLATION =
      new IsolationChecker(ConsistencyModel.STRICT_SERIALIZABLE);
  private static final Checker REGISTERS = new LinearizabilityChecker(RegisterModel.EMPTY);

  /** A history that may be hard, and who decides it. */
  private record Hard(String name, Checker checker, History history) {}

  @TempDir private Path folder;

  private History made(String type, String variant, int transactions) throws IOException {
    Path file = folder.resolve(type + variant + ".jsonl");
    MadeTransactions.main(
        new String[] {
          type, Integer.toString(transactions), "50", "0.01", variant, "1", file.toString()
        });
    return HistoryFile.read(file).history();
  }

  private List<Hard> hard() throws IOException {
    List<Hard> all = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      for (String type : List.of("cas-register:2", "cas-register:5", "cas-register:8")) {
        SplittableRandom random = new SplittableRandom(seed);
        all.add(new Hard(type, REGISTERS, SmallHistory.of(type, random, 15 + 10 * seed, 1_000)));
      }
      for (String type : List.of("list-append", "rw-register", "rw-repeated", "counter")) {
        SplittableRandom random = new SplittableRandom(seed);
        History apart = SmallTransactions.apart(type, 30 + 20 * seed, random);
        all.add(new Hard(type + " apart", ISOLATION, apart));
      }
    }
    for (String type : List.of("list-append", "rw-register")) {
      for (String variant : List.of("giant-cycle", "stale", "sites")) {
        all.add(new Hard(type + " " + variant, ISOLATION, made(type, variant, 10_000)));
      }
    }
    return all;
  }

  /** What was decided: the verdict, and of isolation each level. */
  private static Map<Object, Object> decided(Hard hard, Duration time) {
    CheckResult result = hard.checker().check(hard.history(), Budget.of(time));
    assertThat(result.verdict() != Verdict.INVALID || isShown(result))
        .as("%s, %s: %s", hard.name(), time, result.reason())
        .isTrue();
    Map<Object, Object> decided = new LinkedHashMap<>();
    if (result.facts().get("levels") instanceof Map<?, ?> levels) {
      decided.putAll(levels);
      decided.values().removeIf("unknown"::equals);
    } else if (result.verdict() != Verdict.UNKNOWN) {
      decided.put("verdict", result.verdict());
    }
    return decided;
  }

  private static boolean isShown(CheckResult result) {
    return result.anomalies().stream().anyMatch(found -> !found.witness().isEmpty());
  }

  @Test
  void whatIsDecidedInLittleTimeIsDecidedTheSameInMore() throws IOException {
    int more = 0;
    for (Hard hard : hard()) {
      Map<Object, Object> before = Map.of();
      for (long millis : new long[] {1, 30, 250, 2_000}) {
        Map<Object, Object> after = decided(hard, Duration.ofMillis(millis));
        assertThat(after).as("%s, %d ms", hard.name(), millis).containsAllEntriesOf(before);
        more += after.size() > before.size() ? 1 : 0;
        before = after;
      }
    }
    // Where all is decided in no time at all the comparison says nothing.
    assertThat(more).isGreaterThan(hard().size());
  }

  @Test
  void whatIsRefutedIsSaidThoughTimeIsOverAndWhatWasNotLookedAtIsUnknown() throws IOException {
    for (String type : List.of("list-append", "rw-register")) {
      History history = made(type, "snapshots", 10_000);
      CheckResult all = ISOLATION.check(history, Budget.of(Duration.ofMinutes(1)));
      assertThat(all.facts().get("levels").toString())
          .contains(" serializable=false", " snapshot-isolation=true");
      CheckResult result = ISOLATION.check(history, Budget.of(Duration.ZERO));
      assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
      assertThat(isShown(result)).as(result.reason()).isTrue();
      assertThat(result.facts().get("undecided").toString()).contains("--check-time");
      assertThat(result.facts().get("levels").toString())
          .contains(" serializable=false", " snapshot-isolation=unknown");
    }
  }
}
