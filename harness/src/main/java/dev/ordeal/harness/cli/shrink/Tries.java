package dev.ordeal.harness.cli.shrink;

import java.io.IOException;
import java.util.OptionalLong;

/** Runs a set-up once on a fresh cluster. */
@FunctionalInterface
public interface Tries {
  /**
   * Runs it.
   *
   * @throws IOException if nothing can be started
   */
  Tried once(Setup setup) throws IOException, InterruptedException;

  /**
   * How it ended.
   *
   * @param isShown whether it was invalid with the anomaly that is looked for
   * @param isRefused whether the set-up cannot be run at all
   * @param isInterrupted whether it was ended, so that it says nothing
   * @param endMillis when the last operation that the anomaly is made of was over
   * @param seconds from its start to its verdict
   * @param reason why there is no verdict; else empty
   */
  record Tried(
      boolean isShown,
      boolean isRefused,
      boolean isInterrupted,
      OptionalLong endMillis,
      long operations,
      double seconds,
      String run,
      String reproduce,
      String reason) {}
}
