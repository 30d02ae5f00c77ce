package dev.ordeal.checkers.linearizability.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Histories;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegisterExplainerTest {
  private static CheckResult check(String history) {
    return new LinearizabilityChecker(RegisterModel.EMPTY)
        .check(Histories.of(history), Budget.of(Duration.ofSeconds(10)));
  }

  private static Anomaly only(String history) {
    CheckResult result = check(history);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    return result.anomalies().getFirst();
  }

  @Test
  void acceptsReadsOfEitherValueDuringAWrite() {
    assertThat(check("0 w1 | 0 ok | 0 w2 | 1 r | 2 r | 1 ok1 | 2 ok2 | 0 ok").verdict())
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void acceptsAnInfoWriteThatIsSeenLate() {
    assertThat(check("0 w1 | 0 info | 1 r | 1 ok | 1 r | 1 ok1").verdict())
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void namesAStaleRead() {
    Anomaly anomaly = only("0 w1 | 0 ok | 0 w2 | 0 ok | 1 r | 1 ok2 | 1 r | 1 ok1 | 2 r | 2 ok2");
    assertThat(anomaly.name()).isEqualTo("stale-read");
    assertThat(anomaly.witness().size()).isLessThanOrEqualTo(4);
  }

  @Test
  void tellsWhichValuesACompareAndSetJoins() {
    Anomaly anomaly =
        only("0 w1 | 0 ok | 0 c1,2 | 0 info | 1 w3 | 1 ok | 2 r | 2 ok3 | 3 r | 3 ok2");
    assertThat(anomaly.name()).isEqualTo("stale-read");
    assertThat(anomaly.explanation())
        .contains("write #0 of process 0, which wrote 1, was over")
        .contains("Cas #2 of process 0 replaced 1 by 2 with nothing in between.");
    assertThat(anomaly.witness()).extracting(Operation::function).contains("cas");
  }

  @Test
  void namesALostWrite() {
    assertThat(only("0 w1 | 0 ok | 0 w2 | 0 ok | 1 r | 1 ok1 | 2 r | 2 ok1").name())
        .isEqualTo("lost-write");
  }

  @Test
  void namesALostWriteBeforeAnyOther() {
    Anomaly anomaly = only("0 w1 | 0 ok | 1 r | 1 ok");
    assertThat(anomaly.name()).isEqualTo("lost-write");
    assertThat(anomaly.explanation()).contains("returned nil");
  }

  @Test
  void namesAPhantomRead() {
    assertThat(only("0 w1 | 0 ok | 1 r | 1 ok7").name()).isEqualTo("phantom-read");
  }

  @Test
  void namesADirtyRead() {
    assertThat(only("0 w1 | 0 fail | 1 r | 1 ok1").name()).isEqualTo("dirty-read");
  }

  @Test
  void namesAFutureRead() {
    assertThat(only("1 r | 1 ok1 | 0 w1 | 0 ok").name()).isEqualTo("future-read");
  }

  @Test
  void namesALostUpdate() {
    assertThat(only("0 w1 | 0 ok | 0 c1,2 | 1 c1,3 | 0 ok | 1 ok").name()).isEqualTo("lost-update");
  }

  @Test
  void explainsRepeatedValuesByTheFailingPrefix() {
    Anomaly anomaly = only("0 w1 | 0 ok | 0 w2 | 0 ok | 0 w1 | 0 ok | 1 r | 1 ok2");
    assertThat(anomaly.name()).isEqualTo("non-linearizable");
    assertThat(anomaly.explanation()).contains("state 1");
  }
}
