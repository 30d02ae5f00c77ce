package dev.ordeal.harness.campaign;

import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.RunEnd;
import dev.ordeal.results.run.ProcessId;
import java.io.IOException;
import java.util.Optional;

/** Makes single runs. Thread-safe: several are made side by side. */
public interface Runner {
  /** Is told of the process of a run before the run does anything that would have to be undone. */
  @FunctionalInterface
  interface Started {
    void as(ProcessId process) throws IOException;
  }

  /**
   * Makes a run, to its end.
   *
   * @return how it ended; empty if it was {@link #stop stopped} before that: it left nothing, and
   *     does not count
   * @throws IOException if it cannot be started or recorded
   */
  Optional<RunEnd> run(PlannedRun run, int attempt, Started started)
      throws IOException, InterruptedException;

  /**
   * Finds out what became of a run that was under way when an earlier process died, and undoes what
   * it left.
   *
   * @return how it ended, if it came to its end all the same; empty if it is void
   * @throws IOException if what it left cannot be undone; the message says what to do
   */
  Optional<RunEnd> recover(PlannedRun run, CampaignState.Start start)
      throws IOException, InterruptedException;

  /** Asks all runs that are going on to undo everything and end, each time more urgently. */
  void stop();
}
