package dev.ordeal.harness.cli.replay;

import java.io.IOException;
import java.util.List;

/** Runs a saved run again, once each time. */
@FunctionalInterface
public interface Replays {
  /**
   * Runs it again on a fresh cluster.
   *
   * @param options words of {@code ordeal replay} that replace what was recorded
   * @throws IOException if no process can be started
   */
  Replayed once(List<String> options) throws IOException, InterruptedException;
}
