package dev.ordeal.harness.judging;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.targets.foreign.Attempt;
import dev.ordeal.targets.foreign.Blame;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCalls;
import dev.ordeal.targets.foreign.ForeignCodeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A checker that ends, whatever another does: that one runs on a thread of its own, and if it looks
 * neither at its budget nor at an interrupt, returns nothing, or fails by an {@link Error}, the
 * result is {@code unknown}. What it says of itself is asked once, with a time limit; a checker
 * that fails to say it is not asked anything else, and its result is {@code unknown}.
 */
public final class TimeLimitedChecker implements Checker {
  private static final Duration DESCRIBING = Duration.ofSeconds(10);

  private final Checker checker;
  private final Duration grace;
  private final String name;
  private final String description;
  private final boolean isQuick;
  private final List<Observation> needs;

  /** Why it says nothing of itself; empty if it does. */
  private final String failure;

  /** What a checker says of itself. */
  private record Said(
      String name, String description, boolean isQuick, List<Observation> needs, String failure) {}

  /**
   * @param grace how long after the end of the budget to wait for a checker that keeps to it
   */
  public TimeLimitedChecker(Checker checker, Duration grace) {
    this.checker = checker;
    this.grace = grace;
    Said said = said(checker);
    this.name = said.name();
    this.description = said.description();
    this.isQuick = said.isQuick();
    this.needs = said.needs();
    this.failure = said.failure();
  }

  private static Said said(Checker checker) {
    String type = checker.getClass().getName();
    ForeignCalls calls = new ForeignCalls("checker " + type, new Breaches(text -> {}));
    try {
      return new Said(
          calls.call("name", DESCRIBING, checker::name),
          calls.call("description", DESCRIBING, checker::description),
          calls.call("isQuick", DESCRIBING, checker::isQuick),
          calls.call("needs", DESCRIBING, () -> List.copyOf(checker.needs())),
          "");
    } catch (ForeignCodeException failed) {
      return new Said(type, "", true, List.of(), failed.getMessage());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<Observation> needs() {
    return needs;
  }

  @Override
  public boolean isQuick() {
    return isQuick;
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    if (!failure.isEmpty()) {
      return CheckResult.unknown(name(), failure, Map.of());
    }
    FutureTask<Attempt<CheckResult>> task =
        new FutureTask<>(Attempt.of(() -> checker.check(history, budget)));
    Thread thread = Thread.ofPlatform().daemon().name("checker " + name()).start(task);
    long left = Math.max(0, budget.deadlineNanos() - System.nanoTime());
    try {
      Attempt<CheckResult> attempt = task.get(left + grace.toNanos(), TimeUnit.NANOSECONDS);
      if (attempt.thrown() != null) {
        return thrown(attempt.thrown());
      }
      return attempt.value() == null
          ? CheckResult.unknown(name(), "the checker failed: it returned null", Map.of())
          : attempt.value();
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
