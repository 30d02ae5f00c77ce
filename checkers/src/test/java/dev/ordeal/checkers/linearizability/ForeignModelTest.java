package dev.ordeal.checkers.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.model.KvModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models whose steps are searched: a user's that never returns, and texts by keys. */
class ForeignModelTest {
  /**
   * A counter of calls that is read with {@code get}; a step with -1 never returns, and other steps
   * wait for as many of these as are asked for.
   */
  private static final class Spins implements Model<Long> {
    private final CountDownLatch awaited;

    Spins(int awaited) {
      this.awaited = new CountDownLatch(awaited);
    }

    @Override
    public String name() {
      return "spins";
    }

    @Override
    public Long initial() {
      return 0L;
    }

    @Override
    public Optional<Long> step(Long state, Operation operation) {
      boolean isSpinning = operation.argument().equals(Value.of(-1));
      if (isSpinning) {
        awaited.countDown();
      } else {
        awaitOthers();
      }
      if (operation.function().equals("get")) {
        return operation.result().equals(Value.of(state)) ? Optional.of(state) : Optional.empty();
      }
      while (isSpinning && !Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
      return Optional.of(state + 1);
    }

    private void awaitOthers() {
      try {
        awaited.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }

    @Override
    public boolean isReadOnly(Operation operation) {
      return operation.function().equals("get");
    }
  }

  private final List<Event> events = new ArrayList<>();

  private void call(String key, String function, Value argument, Value answer) {
    int at = events.size();
    Value of = Value.of(key);
    events.add(Event.invoke(at, at, 0, function, of, argument));
    events.add(new Event(at + 1, at + 1, 0, Event.Type.OK, function, of, answer, ""));
  }

  private void put(String key, Value value) {
    call(key, "put", value, value);
  }

  private CheckResult check(Model<?> model, Duration time) {
    return new LinearizabilityChecker(model).check(History.of(events), Budget.of(time));
  }

  @Test
  void aViolationIsToldBesideAKeyThatHangs() {
    put("a", Value.of(-1));
    put("b", Value.of(1));
    call("b", "get", Value.NIL, Value.of(7));
    put("c", Value.of(-1));
    CheckResult result = check(new Spins(2), Duration.ofSeconds(30));
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.anomalies()).extracting("key").containsExactly(Value.of("b"));
    assertThat(result.reason())
        .contains(
            "2 of 3 keys could not be decided", "has not returned", "(in step, ForeignModelTest");
  }

  @Test
  void withoutAViolationAKeyThatHangsIsUnknown() {
    put("a", Value.of(-1));
    put("b", Value.of(1));
    CheckResult result = check(new Spins(1), Duration.ofSeconds(5));
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("1 of 2 keys", "has not returned");
  }

  private static Value value(String text) {
    return text.startsWith("'")
        ? Value.of(text.substring(1))
        : text.equals("nil") ? Value.NIL : Value.of(Long.parseLong(text));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "put 17, 17, VALID",
        "put 17, '17, INVALID",
        "put '17, 17, INVALID",
        "put '17, '17, VALID",
        "put '17 put 17, 17, VALID",
        "put '17 put 17, '17, INVALID",
        "append 17, 17, VALID",
        "append '17, 17, INVALID",
        "put 1 append 7, 17, VALID",
        "put 1 append 7, '17, VALID",
        "put '1 append '7, '17, VALID",
        "put '1 append '7, 17, INVALID",
        "put ', nil, VALID",
        "put 17, nil, INVALID",
      })
  void aNumberIsAnotherValueThanItsDigits(String calls, String shown, Verdict expected) {
    String[] words = calls.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      call("k", words[i], value(words[i + 1]), value(words[i + 1]));
    }
    call("k", "get", Value.NIL, value(shown));
    CheckResult result = check(new KvModel(), Duration.ofSeconds(20));
    assertThat(result.verdict()).as(result.reason()).isEqualTo(expected);
  }
}
