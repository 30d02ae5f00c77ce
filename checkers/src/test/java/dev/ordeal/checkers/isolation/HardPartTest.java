package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of a history that is too hard does not hide a violation in another part. */
@Timeout(60)
class HardPartTest {
  private static final Duration TIME = Duration.ofSeconds(5);

  private final List<Event> events = new ArrayList<>();
  private int processes;

  private static Value op(String kind, String key, Value value) {
    return Value.seq(Value.of(kind), Value.of(key), value);
  }

  private static Value op(String kind, String key, long value) {
    return op(kind, key, Value.of(value));
  }

  private void add(int process, Event.Type type, Value transaction) {
    int at = events.size();
    events.add(new Event(at, at, process, type, "txn", Value.NIL, transaction, ""));
  }

  /** Transactions that are all open at the same time, by processes of their own. */
  private void together(List<Value> transactions) {
    int first = processes;
    processes += transactions.size();
    for (int i = 0; i < transactions.size(); i++) {
      add(first + i, Event.Type.INVOKE, transactions.get(i));
    }
    for (int i = 0; i < transactions.size(); i++) {
      add(first + i, Event.Type.OK, transactions.get(i));
    }
  }

  /** Counters whose sum needs one subset of very many. */
  private void hardCounters() {
    List<Value> all = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 40; i++) {
      all.add(Value.seq(op("inc", "hard", 1 + random.nextInt(1_000_000))));
    }
    all.add(Value.seq(op("r", "hard", 7)));
    all.add(Value.seq(op("r", "hard", 3)));
    together(all);
  }

  private void brokenCounter() {
    together(List.of(Value.seq(op("inc", "easy", 5))));
    together(List.of(Value.seq(op("r", "easy", 0))));
  }

  /**
   * Registers of few values, written and read by many at a time, so that there are very many
   * choices of writers, each of which breaks the level for a reason of its own.
   */
  private void hardValues() {
    int keys = 6;
    List<Value> all = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 60; i++) {
      all.add(
          Value.seq(
              op("r", "h" + random.nextInt(keys), random.nextInt(2)),
              op("r", "h" + (keys + random.nextInt(keys)), random.nextInt(2)),
              op("w", "h" + (keys + random.nextInt(keys)), random.nextInt(2)),
              op("w", "h" + random.nextInt(keys), random.nextInt(2))));
    }
    together(all);
  }

  /**
   * Of a value that so many wrote that not all of them are tried, in any case overwritten long ago.
   */
  private void brokenValues() {
    for (int i = 0; i < 20; i++) {
      together(List.of(Value.seq(op("w", "easy", 1))));
    }
    together(List.of(Value.seq(op("w", "easy", 2))));
    together(List.of(Value.seq(op("r", "easy", 1))));
  }

  private CheckResult checked(ConsistencyModel promised, Duration time) {
    return new IsolationChecker(promised).check(History.of(events), Budget.of(time));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofCounters(boolean isHardFirst) {
    if (isHardFirst) {
      hardCounters();
      brokenCounter();
    } else {
      brokenCounter();
      hardCounters();
    }
    CheckResult result = checked(ConsistencyModel.STRICT_SERIALIZABLE, TIME);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.INVALID);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofRepeatedValues(boolean isHardFirst) {
    if (isHardFirst) {
      hardValues();
      brokenValues();
    } else {
      brokenValues();
      hardValues();
    }
    CheckResult result = checked(ConsistencyModel.STRICT_SERIALIZABLE, TIME);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).contains("easy = 1").doesNotContain("h1");
  }

  /** All open at the same time, which is too much to look at together. */
  @Test
  void partsWithoutViolationAreKeptTogether() {
    List<Value> all = new ArrayList<>();
    for (int part = 0; part < 40; part++) {
      all.add(Value.seq(op("inc", "k" + part, 1)));
      all.add(Value.seq(op("r", "k" + part, 1)));
    }
    together(all);
    CheckResult result = checked(ConsistencyModel.STRICT_SERIALIZABLE, TIME);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.VALID);
  }
}
