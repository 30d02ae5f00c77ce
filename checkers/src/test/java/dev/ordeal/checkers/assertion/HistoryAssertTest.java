package dev.ordeal.checkers.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Histories that a program's own tests record and judge. */
class HistoryAssertTest {
  private final HistoryRecorder recorder = new HistoryRecorder();

  @Test
  void anAtomicVariableOfSeveralThreadsIsLinearizable() throws Exception {
    AtomicLong register = new AtomicLong();
    recorder.call("write", 0, () -> register.set(0));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new java.util.ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        long first = 1_000L * thread;
        all.add(
            threads.submit(
                () -> {
                  for (long i = 1; i <= 50; i++) {
                    long value = first + i;
                    recorder.call("write", value, () -> register.set(value));
                    recorder.call("read", null, register::get);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertThat(recorder.history().operations()).hasSize(401);
    HistoryAssert.assertThat(recorder.history())
        .within(Duration.ofSeconds(30))
        .isLinearizable("register")
        .keeps(ConsistencyModel.SEQUENTIAL, RegisterModel.EMPTY);
  }

  @Test
  void aStaleReadIsExplained() {
    recorder.begin("write", 1).ok();
    recorder.begin("write", 2).ok();
    recorder.begin("read", null).ok(1);

    assertThatThrownBy(
            () -> HistoryAssert.assertThat(recorder.history()).isLinearizable("register"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("INVALID")
        .hasMessageContaining("stale-read")
        .hasMessageContaining("read 1");
    assertThatCode(
            () ->
                HistoryAssert.assertThat(recorder.history())
                    .keeps(ConsistencyModel.EVENTUAL, RegisterModel.EMPTY))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void whatShowsNothingIsNotAccepted() {
    assertThatThrownBy(
            () -> HistoryAssert.assertThat(recorder.history()).isLinearizable("register"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("UNKNOWN");
  }

  @Test
  void anExceptionLeavesTheOutcomeUnknown() throws Exception {
    assertThatThrownBy(
            () ->
                recorder.call(
                    "write",
                    7,
                    () -> {
                      throw new IOException("connection reset");
                    }))
        .isInstanceOf(IOException.class);
    recorder.begin("read", null).ok(7);

    Operation lost = recorder.history().operations().getFirst();
    assertThat(lost.isInfo()).isTrue();
    assertThat(recorder.history().operations().getLast().process()).isNotEqualTo(lost.process());
    HistoryAssert.assertThat(recorder.history()).isLinearizable("register");
  }

  /** What a body returns is the result, also where that is null and there is an argument. */
  @Test
  void nothingIsAResult() throws Exception {
    recorder.call("get", "k", () -> null);
    recorder.call("put", "v", () -> {});
    assertThat(recorder.history().operations())
        .extracting(Operation::result)
        .containsExactly(Value.NIL, Value.of("v"));
  }

  @Test
  void aCompareAndSetThatReturnedFalseDidNotHappen() throws Exception {
    AtomicReference<Integer> register = new AtomicReference<>();
    recorder.call(
        "write",
        1,
        () -> {
          register.set(1);
          return null;
        });
    recorder.call("cas", List.of(5, 6), () -> false);
    recorder.call("read", null, register::get);
    HistoryAssert.assertThat(recorder.history()).isLinearizable();
  }

  @Test
  void aLockThatWasHeldWasNotAcquired() throws Exception {
    recorder.call("acquire", null, () -> true);
    recorder.call("acquire", null, () -> false);
    recorder.call("release", null, () -> true);
    HistoryAssert.assertThat(recorder.history()).isLinearizable("mutex");
  }

  @Test
  void transactionsAreJudgedForALevel() {
    recorder.begin("txn", List.of(List.of("append", 1, 1))).ok();
    recorder
        .begin("txn", List.of(java.util.Arrays.asList("r", 1, null), List.of("append", 1, 2)))
        .ok(List.of(List.of("r", 1, List.of(1)), List.of("append", 1, 2)));
    HistoryAssert.assertThat(recorder.history()).keeps(ConsistencyModel.STRICT_SERIALIZABLE);

    recorder
        .begin("txn", List.of(java.util.Arrays.asList("r", 1, null)))
        .ok(List.of(List.of("r", 1, List.of(1))));
    HistoryAssert.assertThat(recorder.history()).keeps(ConsistencyModel.SERIALIZABLE);
    assertThatThrownBy(
            () ->
                HistoryAssert.assertThat(recorder.history())
                    .keeps(ConsistencyModel.STRICT_SERIALIZABLE))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void misuseIsRefused() {
    RecordedCall call = recorder.begin("read", null);
    call.ok(1);
    assertThatThrownBy(() -> call.ok(2)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> recorder.begin("write", 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Double");
    assertThatThrownBy(() -> HistoryAssert.assertThat(recorder.history()).isLinearizable("regster"))
        .hasMessageContaining("register");
  }
}
