package dev.ordeal.checkers.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories of so many processes that clocks of all of them would not fit. */
class SequentialCheckerTest {
  private static final int MANY = 20_000;

  private final List<Event> events = new ArrayList<>();

  private void call(int process, String function, int value) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int at = events.size();
      events.add(new Event(at, at, process, type, function, Value.NIL, Value.of(value), ""));
    }
  }

  private CheckResult check() {
    return new SequentialChecker(Value.NIL)
        .check(History.of(events), Budget.of(Duration.ofMinutes(1)));
  }

  @BeforeEach
  void manyProcessesWrite() {
    for (int process = 0; process < MANY; process++) {
      call(process, "write", process);
    }
  }

  @Test
  void aStaleReadIsSequential() {
    call(MANY, "read", 5);
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void twoProcessesThatDisagreeAreNot() {
    call(MANY, "read", 5);
    call(MANY, "read", 7);
    call(MANY + 1, "read", 7);
    call(MANY + 1, "read", 5);
    CheckResult result = check();
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    Anomaly told = result.anomalies().getFirst();
    assertThat(told.name()).isEqualTo("non-sequential");
    assertThat(told.key()).isEqualTo(Value.NIL);
    assertThat(told.witness())
        .allSatisfy(operation -> assertThat(operation.function()).isIn("read", "write"));
  }
}
