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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatedWritesTest {
  private static final Value X = Value.of("x");
  private static final Value Y = Value.of("y");

  private final List<Event> events = new ArrayList<>();

  private static Value write(Value key, long value) {
    return Value.seq(Value.of("w"), key, Value.of(value));
  }

  private static Value read(Value key, long value) {
    return Value.seq(Value.of("r"), key, Value.of(value));
  }

  private void begin(int process, Value... micro) {
    event(process, Event.Type.INVOKE, micro);
  }

  private void event(int process, Event.Type type, Value... micro) {
    Value all = new Value.Seq(Arrays.asList(micro));
    int i = events.size();
    events.add(new Event(i, i, process, type, "txn", Value.NIL, all, ""));
  }

  private void run(int process, Value... micro) {
    begin(process, micro);
    event(process, Event.Type.OK, micro);
  }

  private CheckResult check(ConsistencyModel level) {
    return new IsolationChecker(level).check(History.of(events), Budget.of(Duration.ofSeconds(20)));
  }

  @Test
  void moreWritersThanAreLookedAtDoNotHarmWhatHolds() {
    for (int i = 0; i < 200; i++) {
      run(i % 3, write(X, i % 2), read(X, i % 2));
      run(i % 3, read(X, i % 2), write(Y, 7));
    }
    CheckResult result = check(ConsistencyModel.STRICT_SERIALIZABLE);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.VALID);
  }

  @Test
  void whatNoWriterCanExplainIsWrongWhoeverItWas() {
    run(0, write(X, 1));
    run(0, write(X, 2));
    run(0, write(X, 1));
    run(0, write(X, 3));
    run(1, read(X, 1));
    assertThat(check(ConsistencyModel.STRICT_SERIALIZABLE).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(check(ConsistencyModel.SERIALIZABLE).verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void anAbortedWriteExplainsMoreThanItsOwnLaterOne() {
    begin(0, write(X, 1));
    event(0, Event.Type.FAIL, write(X, 1));
    run(1, read(X, 1), write(X, 1));
    Map<?, ?> levels = (Map<?, ?>) check(ConsistencyModel.READ_ATOMIC).facts().get("levels");
    assertThat(levels.get("read-uncommitted")).isEqualTo(true);
    assertThat(levels.get("read-committed")).isEqualTo(false);
    assertThat(levels.get("read-atomic")).isEqualTo(false);
  }

  @Test
  void aValueThatNobodyWroteIsNotFound() {
    run(0, write(X, 1));
    run(0, write(X, 1));
    run(1, read(X, 2));
    CheckResult result = check(ConsistencyModel.READ_COMMITTED);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.anomalies().getFirst().name()).isEqualTo("garbage-read");
  }
}
