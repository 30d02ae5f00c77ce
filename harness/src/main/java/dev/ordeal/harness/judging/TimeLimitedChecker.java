package dev.ordeal.harness.judging;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.targets.foreign.Attempt;
import dev.ordeal.targets.foreign.Blame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A checker that ends, whatever another does: that one runs on a thread of its own, and if it looks
 * neither at its budget nor at an interrupt, or fails by an {@link Error}, the result is {@code
 * unknown}.
 *
 * @param grace how long after the end of the budget to wait for a checker that keeps to it
 */
public record TimeLimitedChecker(Checker checker, Duration grace) implements Checker {
  @Override
  public String name() {
    return checker.name();
  }

  @Override
  public String description() {
    return checker.description();
  }

  @Override
  public List<Observation> needs() {
    return checker.needs();
  }

  @Override
  public boolean isQuick() {
    return checker.isQuick();
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    FutureTask<Attempt<CheckResult>> task =
        new FutureTask<>(Attempt.of(() -> checker.check(history, budget)));
    Thread thread = Thread.ofPlatform().daemon().name("checker " + name()).start(task);
    long left = Math.max(0, budget.deadlineNanos() - System.nanoTime());
    try {
      Attempt<CheckResult> attempt = task.get(left + grace.toNanos(), TimeUnit.NANOSECONDS);
      return attempt.thrown() == null ? attempt.value() : thrown(attempt.thrown());
    } catch (ExecutionException failed) {
      return thrown(failed.getCause());
    } catch (TimeoutException late) {
      String where = Blame.place(thread.getStackTrace());
      thread.interrupt();
      String text = "the checker has not ended %d s after its time was used up%s";
      return CheckResult.unknown(
          name(), text.formatted(grace.toSeconds(), where), Map.of(Judge.NOT_ENDED, true));
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return CheckResult.unknown(name(), "interrupted", Map.of());
    }
  }

  /** Exceptions and lack of memory are the business of who asked. */
  private CheckResult thrown(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException exception -> throw exception;
      case OutOfMemoryError spent -> throw spent;
      default -> {
        String text = "the checker failed: " + Blame.shown(thrown) + Blame.place(thrown);
        yield CheckResult.unknown(name(), text, Map.of("error", thrown.toString()));
      }
    };
  }
}
