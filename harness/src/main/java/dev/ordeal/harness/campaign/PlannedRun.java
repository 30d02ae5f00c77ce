package dev.ordeal.harness.campaign;

import java.time.Duration;
import java.util.List;

/**
 * A run that a campaign is to make.
 *
 * @param number from 1 in the whole campaign, whatever the shard
 * @param combination the target and options that it has in common with runs of other seeds, from 0
 * @param words after {@code ordeal run}, the seed included
 * @param subject what is tested: the target with its planted bugs, and the workload
 * @param label what tells it from the campaign's other runs, for people
 * @param limit when it has not ended by then, something hangs
 */
public record PlannedRun(
    int number,
    int combination,
    List<String> words,
    String subject,
    String label,
    long seed,
    Duration limit) {
  public PlannedRun {
    words = List.copyOf(words);
  }
}
