package dev.ordeal.harness.watch;

import dev.ordeal.results.history.Value;
import java.io.IOException;

/** Where what is seen of nodes is recorded: the run's history. Called from several threads. */
@FunctionalInterface
public interface Events {
  /**
   * Records an {@code info} of the nemesis.
   *
   * @param error what is wrong; empty if nothing is
   */
  void record(String function, Value value, String error) throws IOException;
}
