package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.made.Concurrent;
import dev.ordeal.checkers.made.MadeTransactions;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no order explains something is shown by few transactions that have none by themselves. */
class ContradictionTest {
  private static CheckResult check(History history, ConsistencyModel level) {
    return new IsolationChecker(level).check(history, Budget.of(Duration.ofSeconds(20)));
  }

  private static Object level(History history, ConsistencyModel level) {
    return ((Map<?, ?>) check(history, level).facts().get("levels")).get(level.levelName());
  }

  /** Whichever of the four writers comes last, a reader has missed it: no single step says so. */
  @Test
  void casesAreToldWhereNothingFollowsAtOnce() {
    History history =
        Concurrent.of(
            "w x 1, w a 1",
            "w x 2, w a 2",
            "w y 1, w b 1",
            "w y 2, w b 2",
            "r x 1, r y 1",
            "r a 2, r b 2",
            "r x 2, r y 2",
            "r a 1, r b 1",
            "r x 1, r b 2",
            "r a 2, r y 1");
    CheckResult result = check(history, ConsistencyModel.SERIALIZABLE);
    assertThat(level(history, ConsistencyModel.SERIALIZABLE)).isEqualTo(false);
    assertThat(result.reason()).contains("If ").contains("came first").doesNotContain("No order");
  }

  /** Sums and repeated values: the fewest transactions whose reads have no order together. */
  @Test
  void whatASearchDoesNotExplainIsMadeSmall() {
    CheckResult counters =
        check(
            Concurrent.of(
                "inc x 1",
                "inc x 1",
                "r x 1, inc y 1",
                "r x 1, r y 2",
                "r x 2, r y 0",
                "inc y 1, r x 0"),
            ConsistencyModel.SERIALIZABLE);
    assertThat(counters.reason())
        .contains("T4 read x = 2, y = 0; T5 read x = 0, though there is one for any 1 of these 2");
    for (ConsistencyModel level :
        List.of(ConsistencyModel.STRICT_SERIALIZABLE, ConsistencyModel.SNAPSHOT_ISOLATION)) {
      CheckResult registers =
          check(
              Concurrent.of(
                  "w x 1", "w x 1", "w y 1", "w y 1", "r x 1, r y nil", "r x nil, r y 1", "r x 1"),
              level);
      assertThat(registers.reason())
          .contains("T4 read x = 1, y = nil; T5 read x = nil, y = 1, though there is one for any 1")
          .doesNotContain("T6");
    }
  }

  /** The witness alone breaks the level, and without any one of it there is less to say. */
  @Test
  void theWitnessBreaksTheLevelByItself() {
    LongAdder told = new LongAdder();
    Seeds.of(Seeds.count(3_000))
        .forEach(
            seed -> {
              History history = SmallTransactions.of("rw-register", new SplittableRandom(seed));
              for (ConsistencyModel level :
                  List.of(ConsistencyModel.SERIALIZABLE, ConsistencyModel.SNAPSHOT_ISOLATION)) {
                CheckResult result = check(history, level);
                for (Anomaly anomaly : result.anomalies()) {
                  if (anomaly.name().startsWith("G") && !anomaly.name().startsWith("G1")) {
                    told.increment();
                    assertThat(level(only(history, anomaly), level))
                        .as("seed %d, %s: %s", seed, anomaly, history.events())
                        .isEqualTo(false);
                  }
                }
                assertThat(result.reason()).doesNotContain("whichever of two writers");
              }
            });
    assertThat(told.sum()).isGreaterThan(50);
  }

  /** In a long history the search meets refusals everywhere; the witness is where it cannot be. */
  @Test
  void fewTransactionsOfALongHistoryAreNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("stale.jsonl");
    MadeTransactions.main(
        new String[] {"rw-register", "6000", "20", "0.01", "stale", "1", file.toString()});
    CheckResult result =
        check(HistoryFile.read(file).history(), ConsistencyModel.SNAPSHOT_ISOLATION);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).doesNotContain("No order of these");
    assertThat(result.anomalies())
        .isNotEmpty()
        .allSatisfy(anomaly -> assertThat(anomaly.witness()).hasSizeLessThan(50));
  }

  /** The history of an anomaly's witness alone. */
  private static History only(History history, Anomaly anomaly) {
    Set<Long> indices = new HashSet<>();
    anomaly.witness().forEach(op -> indices.add(op.invocation().index()));
    List<Event> events = new ArrayList<>();
    Set<Integer> open = new HashSet<>();
    for (Event event : history.events()) {
      boolean begins = event.type() == Event.Type.INVOKE;
      if (begins ? indices.contains(event.index()) : open.remove(event.process())) {
        if (begins) {
          open.add(event.process());
        }
        int at = events.size();
        events.add(
            new Event(
                at,
                at,
                event.process(),
                event.type(),
                event.function(),
                event.key(),
                event.value(),
                ""));
      }
    }
    return History.of(events);
  }
}
