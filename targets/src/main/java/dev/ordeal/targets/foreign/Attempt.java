package dev.ordeal.targets.foreign;

import java.util.concurrent.Callable;

/**
 * What a call returned or threw. An {@code ExecutionException} would ask what was thrown for its
 * message, which may itself throw.
 *
 * @param value null if it threw, or returned null
 * @param thrown null if it returned
 */
public record Attempt<T>(T value, Throwable thrown) {
  /** Makes a call that throws nothing. */
  public static <T> Callable<Attempt<T>> of(Callable<T> body) {
    return () -> {
      try {
        return new Attempt<>(body.call(), null);
      } catch (Exception | Error thrown) {
        return new Attempt<>(null, thrown);
      }
    };
  }
}
