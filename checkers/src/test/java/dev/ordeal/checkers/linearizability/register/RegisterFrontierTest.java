package dev.ordeal.checkers.linearizability.register;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Pace;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Configurations, each of which is compared with those that are like it. */
class RegisterFrontierTest {
  private static final int READS = 16;

  /** Calls that are all open at the same time. */
  private static RegisterOpenCalls openReads() {
    List<Event> events = new ArrayList<>();
    for (int p = 0; p < READS; p++) {
      events.add(Event.invoke(p, p, p, "read", Value.NIL, Value.NIL));
    }
    for (int p = 0; p < READS; p++) {
      int at = READS + p;
      events.add(new Event(at, at, p, Event.Type.OK, "read", Value.NIL, Value.of(1), ""));
    }
    RegisterCalls calls = new RegisterCalls(Value.NIL, History.of(events).operations());
    RegisterOpenCalls open = new RegisterOpenCalls(calls);
    for (int op = 0; op < READS; op++) {
      open.called(op);
    }
    return open;
  }

  @Test
  void comparingThemEndsWithTheBudget() {
    RegisterFrontier frontier =
        new RegisterFrontier(
            openReads(), new RegisterRelaxation(0), new Pace(Budget.of(Duration.ZERO)));
    assertThatThrownBy(
            () -> {
              for (long done = 0; done < 1 << READS; done++) {
                // Of as many reads each, so that none makes another needless.
                if (Long.bitCount(done) == READS / 2) {
                  frontier.add(
                      new RegisterConfiguration(
                          0, new long[] {done}, new long[1], new int[0], 0, -1, null));
                }
              }
            })
        .isInstanceOf(BudgetExceededException.class);
  }
}
