package dev.ordeal.checkers.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EchoModelTest {
  private static CheckResult check(Value answer) {
    History history =
        History.of(
            List.of(
                Event.invoke(0, 0, 3, "echo", Value.of(1), Value.of(5)),
                Event.invoke(1, 1, 4, "echo", Value.of(1), Value.of(6)),
                new Event(2, 2, 4, Event.Type.INFO, "echo", Value.of(1), Value.of(6), "timeout"),
                new Event(3, 3, 3, Event.Type.OK, "echo", Value.of(1), answer, "")));
    return new LinearizabilityChecker(new EchoModel())
        .check(history, Budget.of(Duration.ofSeconds(5)));
  }

  @Test
  void acceptsWhatWasSaid() {
    assertThat(check(Value.of(5)).verdict()).isEqualTo(Verdict.VALID);
  }

  /** It has no state: nothing but the call itself is shown. */
  @Test
  void explainsAWrongAnswerByItsCallAlone() {
    CheckResult wrong = check(Value.of(6));

    assertThat(wrong.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(wrong.anomalies().getFirst().witness()).hasSize(1);
    assertThat(wrong.reason())
        .isEqualTo(
            "Call #0 of process 3, echo 5, was answered 6: wrong, whatever other calls there"
                + " were.");
  }
}
