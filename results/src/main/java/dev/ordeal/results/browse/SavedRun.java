package dev.ordeal.results.browse;

import java.util.Locale;

/**
 * A run, or a night of a campaign, as a list shows it.
 *
 * @param root the number of the folder in which it was found, from 0
 * @param path its own folder's path below that, with slashes
 * @param isCampaign whether it is a night of a campaign
 * @param started when it began, UTC; sorts as text; empty if that is not known
 * @param subject what was tested: target and workload, or the campaign's name
 * @param state {@code VALID}, {@code INVALID}, {@code UNKNOWN}; without a verdict {@code RUNNING},
 *     {@code KILLED} (its process is gone), or how it ended
 * @param what anomalies and reason, or how far it is; may be empty
 * @param seed of a run; 0 of a campaign
 * @param page the page to open, relative to its folder; empty if there is none
 */
public record SavedRun(
    int root,
    String path,
    boolean isCampaign,
    String started,
    String subject,
    String state,
    String what,
    long seed,
    String page) {
  /** Whether it may still change. */
  public boolean isRunning() {
    return state.equals("RUNNING");
  }

  /** Whether a text occurs in anything that is shown of it; letters of either case. */
  boolean has(String text) {
    String all = String.join("\n", path, subject, state, what, Long.toString(seed));
    return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
