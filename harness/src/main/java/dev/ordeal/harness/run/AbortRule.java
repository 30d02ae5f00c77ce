package dev.ordeal.harness.run;

import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.Shares;
import java.time.Duration;

/**
 * When breaking has gone too far and ends.
 *
 * @param success the least share of calls that must be served, from 0 to 1
 * @param probes whether all probes must hold
 * @param window over how long; what is worse for less than that does not count
 */
public record AbortRule(double success, boolean probes, Duration window) {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /**
   * Reads {@code success=20%,probes,for=5s}; each may be left out.
   *
   * @throws IllegalArgumentException if something is not understood
   */
  public static AbortRule parse(String text) {
    double success = 0;
    boolean probes = false;
    Duration window = WINDOW;
    for (String part : text.split(",")) {
      try {
        if (part.startsWith("success=")) {
          success = Shares.parse(part.substring("success=".length()));
        } else if (part.equals("probes")) {
          probes = true;
        } else if (part.startsWith("for=")) {
          window = Durations.parse(part.substring("for=".length()));
        } else {
          throw new IllegalArgumentException("known are success=20%, probes, for=5s");
        }
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException("'" + part + "': " + wrong.getMessage(), wrong);
      }
    }
    return new AbortRule(success, probes, window);
  }
}
