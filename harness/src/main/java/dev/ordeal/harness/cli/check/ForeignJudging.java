package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.harness.judging.Judging;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Judges with a class of the user, which may never return: the answer is then {@code unknown} and
 * names the class and what it was doing.
 */
final class ForeignJudging {
  /** Longer than a checker has, so that its answer and those of the others are kept. */
  private static final Duration GRACE = Judging.GRACE.plusSeconds(1);

  private ForeignJudging() {}

  /**
   * Judges a history.
   *
   * @param foreignClass the user's class that takes part, with its package; empty for none
   */
  static Judgement judge(
      History history, List<Checker> checkers, Duration checkTime, Optional<String> foreignClass) {
    if (foreignClass.isEmpty()) {
      return Judge.judge(history, checkers, Budget.of(checkTime));
    }
    FutureTask<Judgement> task =
        new FutureTask<>(() -> Judge.judge(history, checkers, Budget.of(checkTime)));
    Duration patience = checkTime.plus(GRACE);
    // A daemon: a thread that spins for ever does not keep the JVM from ending.
    Thread thread = Thread.ofPlatform().daemon().name("judge").start(task);
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      String where = whereabouts(foreignClass.get());
      thread.interrupt();
      return unknown(
          checkers,
          "%s has not returned %.0f s after the check began%s; mend it, or give more --check-time"
              .formatted(foreignClass.get(), patience.toMillis() / 1e3, where));
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the judge failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return unknown(checkers, "interrupted");
    }
  }

  private static Judgement unknown(List<Checker> checkers, String reason) {
    return new Judgement(
        checkers.stream().map(c -> CheckResult.unknown(c.name(), reason, Map.of())).toList());
  }

  /** Where some thread is in the user's class, for example " (in step, Hangs.java:9)". */
  private static String whereabouts(String foreignClass) {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(stack -> inClass(stack, foreignClass))
        .findFirst()
        .map(
            f -> " (in %s, %s:%d)".formatted(f.getMethodName(), f.getFileName(), f.getLineNumber()))
        .orElse("");
  }

  private static Stream<StackTraceElement> inClass(StackTraceElement[] stack, String foreignClass) {
    return Arrays.stream(stack)
        .filter(
            frame ->
                frame.getClassName().equals(foreignClass)
                    || frame.getClassName().startsWith(foreignClass + "$"));
  }
}
