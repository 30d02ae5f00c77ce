package dev.ordeal.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.register.RegisterWorkload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FateTest {
  private static final KnownCalls KNOWN = new RegisterWorkload().knownCalls().orElseThrow();

  private static Event event(int index, int process, Event.Type type, Call call, Value value) {
    return new Event(index, index, process, type, call.function(), call.key(), value, "");
  }

  /** An update that failed, and a read that shows its effect. */
  private static History failed(String error) {
    Call update = KNOWN.update(1);
    Call read = KNOWN.read(1);
    return History.of(
        List.of(
            event(0, 0, Event.Type.INVOKE, update, update.argument()),
            new Event(
                1,
                1,
                0,
                Event.Type.FAIL,
                update.function(),
                update.key(),
                update.argument(),
                error),
            event(2, 1, Event.Type.INVOKE, read, Value.NIL),
            event(3, 1, Event.Type.OK, read, update.argument())));
  }

  private static Verdict verdict(String error) {
    return new OutcomesChecker(KNOWN)
        .check(failed(error), Budget.of(Duration.ofSeconds(5)))
        .verdict();
  }

  /** Who reads the answer to another call sees effects of a call that Ordeal never sent. */
  @Test
  void whatWasNeverSentAccusesNobody() {
    assertThat(Fate.of(failed("refused"), KNOWN)).allMatch(Fate::isContradicted);
    assertThat(verdict("refused")).isEqualTo(Verdict.INVALID);
    for (String error : List.of("no-client", "no-client: not open in time")) {
      assertThat(Fate.of(failed(error), KNOWN)).hasSize(1).noneMatch(Fate::isContradicted);
      assertThat(verdict(error)).isNotEqualTo(Verdict.INVALID);
    }
    assertThat(verdict("no-clients-allowed: refused")).isEqualTo(Verdict.INVALID);
  }
}
