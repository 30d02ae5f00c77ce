package dev.ordeal.checkers.activity;

import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.Shares;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What clients are promised of a system that is well, and how soon it is to be well again.
 *
 * @param success the least share of operations that are served in each second, from 0 to 1
 * @param latencyMillis by percentile, from 0 to 100: what the latency of successful operations
 *     stays below in each second
 * @param during the least share of operations that are served while faults hold
 * @param recovery how soon after the last fault all of this holds again
 */
public record SteadyState(
    double success, Map<Double, Long> latencyMillis, double during, Duration recovery) {
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  public SteadyState {
    latencyMillis = Map.copyOf(latencyMillis);
  }

  /**
   * Reads {@code success=99%,p99=200ms,during=50%,recovery=10s}; each may be left out.
   *
   * @throws IllegalArgumentException if something is not understood
   */
  public static SteadyState parse(String text) {
    double success = 0;
    double during = 0;
    Duration recovery = RECOVERY;
    Map<Double, Long> latency = new TreeMap<>();
    for (String part : text.split(",")) {
      int equals = part.indexOf('=');
      String name = part.substring(0, Math.max(0, equals)).strip();
      String value = part.substring(equals + 1).strip();
      switch (name) {
        case "success" -> success = share(part, value);
        case "during" -> during = share(part, value);
        case "recovery" -> recovery = time(part, value);
        case "max" -> latency.put(100.0, time(part, value).toMillis());
        default -> latency.put(percentile(part, name), time(part, value).toMillis());
      }
    }
    return new SteadyState(success, latency, during, recovery);
  }

  private static double percentile(String part, String name) {
    if (!name.matches("p[0-9]{1,2}([.][0-9]+)?")) {
      throw new IllegalArgumentException(
          ("'%s' is not understood; known: success=99%%, p99=200ms, max=2s, during=50%%,"
                  + " recovery=10s")
              .formatted(part));
    }
    return Double.parseDouble(name.substring(1));
  }

  private static double share(String part, String value) {
    try {
      return Shares.parse(value);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'" + part + "': " + wrong.getMessage(), wrong);
    }
  }

  private static Duration time(String part, String value) {
    try {
      return Durations.parse(value);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'" + part + "': " + wrong.getMessage(), wrong);
    }
  }

  /** A percentile's name: p99, p99.9, max. */
  static String name(double percentile) {
    if (percentile == 100) {
      return "max";
    }
    return percentile == Math.rint(percentile)
        ? String.format(Locale.ROOT, "p%.0f", percentile)
        : "p" + percentile;
  }
}
