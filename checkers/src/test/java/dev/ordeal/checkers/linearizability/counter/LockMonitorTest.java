package dev.ordeal.checkers.linearizability.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.OwnedMutexModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In a history from elsewhere a process may go on after a call of unknown outcome. */
class LockMonitorTest {
  /** Calls one after another: {@code a0} acquire by process 0, {@code r} release; ? is unknown. */
  private static History history(String calls) {
    List<Event> events = new ArrayList<>();
    for (String call : calls.split(" ")) {
      String function = call.startsWith("a") ? "acquire" : "release";
      int process = call.charAt(1) - '0';
      add(events, process, Event.Type.INVOKE, function);
      add(events, process, call.endsWith("?") ? Event.Type.INFO : Event.Type.OK, function);
    }
    return History.of(events);
  }

  private static void add(List<Event> events, int process, Event.Type type, String function) {
    int at = events.size();
    events.add(new Event(at, at, process, type, function, Value.NIL, Value.NIL, ""));
  }

  @ParameterizedTest
  @CsvSource({
    // The acquire took effect, or did not.
    "a0? r0 a1, VALID",
    "a0? a0 r0 a1, VALID",
    // Twice released, once acquired at most.
    "a0? r0 r0, INVALID",
    "a0? r0 a1 r0, INVALID",
    // Of another process it explains nothing.
    "a0? r1, INVALID",
    // The release did not take effect, or only after the next acquire.
    "a0 r0? r0, VALID",
    "a0 r0? r0 r0, INVALID",
    "r0? a0 a1, VALID",
    "r0? a0 a0, VALID",
    "r0? a0 a0 a1, INVALID",
    "a1? r0? a0 a1, VALID"
  })
  void aCallOfUnknownOutcomeMayTakeEffectLater(String calls, Verdict expected) {
    LinearizabilityChecker checker =
        new LinearizabilityChecker(new OwnedMutexModel(OwnedMutexModel.Kind.PLAIN));
    assertThat(checker.check(history(calls), Budget.of(Duration.ofSeconds(5))).verdict())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a0", "a0 r0"})
  void aTokenIsAWholeNumber(String calls) {
    LinearizabilityChecker checker =
        new LinearizabilityChecker(new OwnedMutexModel(OwnedMutexModel.Kind.FENCED));
    assertThatThrownBy(() -> checker.check(history(calls), Budget.of(Duration.ofSeconds(5))))
        .hasMessageContaining("must answer a whole number");
  }

  @Test
  void aStateIsSaidInWords() {
    assertThat(new OwnedMutexModel().initial()).hasToString("free");
    assertThat(new OwnedMutexModel.Hold(3, 2, 5))
        .hasToString("held by process 3 (2 times), token 5");
  }
}
