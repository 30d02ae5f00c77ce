package dev.ordeal.harness.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TimeLimitedCheckerTest {
  private static final Duration GRACE = Duration.ofMillis(50);

  private record Doing(Supplier<CheckResult> what) implements Checker {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public CheckResult check(History history, Budget budget) {
      return what.get();
    }
  }

  private static CheckResult check(Supplier<CheckResult> what) {
    return new TimeLimitedChecker(new Doing(what), GRACE)
        .check(History.of(List.of()), Budget.of(Duration.ofMillis(50)));
  }

  @Test
  void itNeedsWhatTheCheckerNeeds() {
    Checker quick =
        new Checker() {
          @Override
          public String name() {
            return "quick";
          }

          @Override
          public String description() {
            return "";
          }

          @Override
          public List<Observation> needs() {
            return List.of(Observation.PROCESSES);
          }

          @Override
          public boolean isQuick() {
            return true;
          }

          @Override
          public CheckResult check(History history, Budget budget) {
            return CheckResult.valid("quick", "fine", Map.of());
          }
        };
    TimeLimitedChecker limited = new TimeLimitedChecker(quick, GRACE);
    assertThat(limited.needs()).containsExactly(Observation.PROCESSES);
    assertThat(limited.isQuick()).isTrue();
    assertThat(new TimeLimitedChecker(new Doing(() -> null), GRACE).isQuick()).isFalse();
  }

  @Test
  void aResultIsPassedOn() {
    assertThat(check(() -> CheckResult.valid("mine", "fine", Map.of())).reason()).isEqualTo("fine");
  }

  @Test
  void oneThatReturnsNothingIsUnknown() {
    CheckResult result = check(() -> null);
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).isEqualTo("the checker failed: it returned null");
  }

  /** One that says nothing of itself. */
  private record Nameless() implements Checker {
    @Override
    public String name() {
      throw new AssertionError("no name");
    }

    @Override
    public String description() {
      return null;
    }

    @Override
    public CheckResult check(History history, Budget budget) {
      return CheckResult.valid("nameless", "fine", Map.of());
    }
  }

  @Test
  void oneThatSaysNothingOfItselfIsUnknown() {
    CheckResult result =
        Judge.judge(
                History.of(List.of()),
                List.of(new TimeLimitedChecker(new Nameless(), GRACE)),
                Budget.of(Duration.ofMillis(50)))
            .results()
            .getFirst();
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.checker()).isEqualTo(Nameless.class.getName());
    assertThat(result.reason()).contains("name threw AssertionError: no name");
  }

  @Test
  void oneThatSpinsIsUnknown() {
    AtomicBoolean over = new AtomicBoolean();
    CheckResult result =
        check(
            () -> {
              while (!over.get()) {
                Thread.onSpinWait();
              }
              return null;
            });
    over.set(true);
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("has not ended");
  }

  @Test
  void anErrorIsUnknownAndAnExceptionIsThrown() {
    CheckResult result =
        check(
            () -> {
              throw new StackOverflowError();
            });
    assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result.reason()).contains("StackOverflowError");
    assertThatThrownBy(
            () ->
                check(
                    () -> {
                      throw new IllegalArgumentException("odd");
                    }))
        .hasMessage("odd");
  }
}
