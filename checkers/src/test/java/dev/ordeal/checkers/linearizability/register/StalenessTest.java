package dev.ordeal.checkers.linearizability.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StalenessTest {
  private static final Budget ENOUGH = Budget.of(Duration.ofMinutes(10));

  private final List<Event> events = new ArrayList<>();

  private void call(int process, long start, long end, String function, int value) {
    int at = events.size();
    Value number = Value.of(value);
    events.add(Event.invoke(at, start, process, function, Value.NIL, number));
    events.add(new Event(at + 1, end, process, Event.Type.OK, function, Value.NIL, number, ""));
  }

  private Staleness measured() {
    return measured(ENOUGH);
  }

  private Staleness measured(Budget budget) {
    History history = History.of(events);
    return Staleness.of(Value.NIL, history.columns(), history.columns().all(), budget)
        .orElseThrow();
  }

  @Test
  void whatClocksExplainIsNotKnownWhenTimeIsOver() {
    call(0, 0, 10, "write", 1);
    call(0, 20, 30, "write", 2);
    call(1, 40, 50, "read", 1);
    Staleness late = measured(Budget.of(Duration.ofMinutes(-1)));
    assertThat(late.behind()).isEqualTo(1);
    assertThat(late.isRelaxationKnown()).isFalse();
    assertThat(late.relaxationNanos()).isEmpty();
    assertThat(late.describe())
        .endsWith("there was no time to find out whether wrong clocks would explain it");

    Staleness explained = measured();
    assertThat(explained.worse(late).isRelaxationKnown()).isFalse();
    // One that no error of clocks explains is not explained with others either.
    Staleness never = new Staleness(1, 1, 1, OptionalLong.empty(), true);
    assertThat(late.worse(never).isRelaxationKnown()).isTrue();
    assertThat(never.worse(late).relaxationNanos()).isEmpty();
  }

  @Test
  void aReadThatMissedTwoWrites() {
    call(0, 0, 10, "write", 1);
    call(0, 20, 30, "write", 2);
    call(0, 40, 50, "write", 3);
    call(1, 100, 110, "read", 1);
    Staleness staleness = measured();
    assertThat(staleness.behind()).isEqualTo(1);
    assertThat(staleness.versionsMax()).isEqualTo(2);
    assertThat(staleness.nanosMax()).isEqualTo(70);
    // Begun 30 earlier, the later writes overlap the first one and can come before it.
    assertThat(staleness.relaxationNanos()).hasValue(30);
  }

  private void cas(int process, long start, long end, int from, int to) {
    int at = events.size();
    Value swap = Value.seq(Value.of(from), Value.of(to));
    events.add(Event.invoke(at, start, process, "cas", Value.NIL, swap));
    events.add(new Event(at + 1, end, process, Event.Type.OK, "cas", Value.NIL, swap, ""));
  }

  @Test
  void aReadOfWhatWasReplacedByCompareAndSetsThatOverlap() {
    call(0, 0, 30, "write", 1);
    cas(1, 1, 40, 1, 2);
    cas(2, 2, 45, 2, 3);
    cas(3, 3, 90, 3, 4);
    call(4, 60, 100, "read", 1);
    Staleness staleness = measured();
    assertThat(staleness.behind()).isEqualTo(1);
    assertThat(staleness.versionsMax()).isEqualTo(2);
    assertThat(staleness.nanosMax()).isEqualTo(20);
  }

  @Test
  void compareAndSetsInACircleComeToAnEnd() {
    cas(0, 0, 10, 1, 2);
    cas(1, 20, 30, 2, 1);
    call(2, 40, 50, "read", 1);
    assertThat(measured().versionsMax()).isEqualTo(2);
  }

  @Test
  void noErrorOfClocksExplainsAValueThatNobodyWrote() {
    call(0, 0, 10, "write", 1);
    call(1, 20, 30, "read", 7);
    assertThat(measured().relaxationNanos()).isEmpty();
  }

  @Test
  void aLinearizableHistoryNeedsNoRelaxation() {
    int checked = 0;
    for (int seed = 0; seed < 5_000; seed++) {
      History history = RandomHistory.register(new SplittableRandom(seed), true);
      var columns = history.columns();
      var found = UniqueRegister.decide(Value.NIL, columns, columns.all());
      var staleness = Staleness.of(Value.NIL, columns, columns.all(), ENOUGH);
      if (found.isPresent() && staleness.isPresent()) {
        checked++;
        boolean right = found.get() instanceof Finding.Linearizable;
        boolean unrelaxed =
            staleness.get().relaxationNanos().isPresent()
                && staleness.get().relaxationNanos().getAsLong() == 0;
        assertThat(unrelaxed).as("seed " + seed + " " + history.events()).isEqualTo(right);
        if (right) {
          assertThat(staleness.get().behind()).as("seed " + seed + " " + history.events()).isZero();
        }
      }
    }
    assertThat(checked).isGreaterThan(1_000);
  }

  @Test
  void theRelaxationIsTheLeastThatExplainsEverything() {
    int relaxed = 0;
    for (int seed = 0; seed < 30_000; seed++) {
      History made = RandomHistory.register(new SplittableRandom(seed), true);
      // One instant in a nanosecond, or in a millisecond.
      History history = slowed(made, seed % 2 == 0 ? 1 : 1_000_000);
      var columns = history.columns();
      long nanos =
          Staleness.of(Value.NIL, columns, columns.all(), ENOUGH)
              .map(staleness -> staleness.relaxationNanos().orElse(0))
              .orElse(0L);
      if (nanos > 0) {
        relaxed++;
        String told = "seed %d, %d: %s".formatted(seed, nanos, history.events());
        assertThat(isLinearizable(begunEarlier(history, nanos))).as(told).isTrue();
        assertThat(isLinearizable(begunEarlier(history, nanos - 1))).as(told).isFalse();
      }
    }
    assertThat(relaxed).isGreaterThan(200);
  }

  private static History slowed(History history, long nanos) {
    return History.of(
        history.events().stream()
            .map(
                event ->
                    new Event(
                        event.index(),
                        event.time() * nanos,
                        event.process(),
                        event.type(),
                        event.function(),
                        event.key(),
                        event.value(),
                        ""))
            .toList());
  }

  private static boolean isLinearizable(History history) {
    var columns = history.columns();
    return UniqueRegister.decide(Value.NIL, columns, columns.all()).orElseThrow()
        instanceof Finding.Linearizable;
  }

  /** All operations begun so much earlier, each by a process of its own; calls before ends. */
  private static History begunEarlier(History history, long nanos) {
    record Instant(long time, boolean isEnd, Event event, int process) {}
    List<Instant> instants = new ArrayList<>();
    for (Operation op : history.operations()) {
      int process = instants.size();
      instants.add(new Instant(op.invocation().time() - nanos, false, op.invocation(), process));
      if (op.isOk() || op.isFail()) {
        Event end = op.completion().orElseThrow();
        instants.add(new Instant(end.time(), true, end, process));
      }
    }
    instants.sort(Comparator.comparingLong(Instant::time).thenComparing(Instant::isEnd));
    List<Event> events = new ArrayList<>();
    for (Instant instant : instants) {
      Event event = instant.event();
      int at = events.size();
      events.add(
          new Event(
              at,
              at,
              instant.process(),
              event.type(),
              event.function(),
              event.key(),
              event.value(),
              ""));
    }
    return History.of(events);
  }
}
