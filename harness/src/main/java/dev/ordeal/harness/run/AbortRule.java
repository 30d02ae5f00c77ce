package dev.ordeal.harness.run;

import dev.ordeal.results.run.Durations;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When breaking has gone too far and ends.
 *
 * @param success the least share of calls that must be served, from 0 to 1
 * @param probes whether all probes must hold
 * @param window over how long; what is worse for less than that does not count
 */
public record AbortRule(double success, boolean probes, Duration window) {
  private static final Pattern SHARE = Pattern.compile("([0-9]+(?:[.][0-9]+)?)%");
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
      Matcher share = SHARE.matcher(part.substring(part.indexOf('=') + 1));
      if (part.startsWith("success=")
          && share.matches()
          && Double.parseDouble(share.group(1)) <= 100) {
        success = Double.parseDouble(share.group(1)) / 100;
      } else if (part.equals("probes")) {
        probes = true;
      } else if (part.startsWith("for=")) {
        window = Durations.parse(part.substring("for=".length()));
      } else {
        throw new IllegalArgumentException(
            "'%s' is not understood; known: success=20%%, probes, for=5s".formatted(part));
      }
    }
    return new AbortRule(success, probes, window);
  }
}
