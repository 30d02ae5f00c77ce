package dev.ordeal.harness.cli.compare;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How long calls took that were {@code ok}, by function. */
final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;

  private Latencies() {}

  /**
   * By function, {@code p50}, {@code p95}, {@code p99} and {@code max} in milliseconds; functions
   * without a successful call are left out, and so are all of a history without times.
   */
  static Map<String, Map<String, Double>> of(History history) {
    Map<String, Map<String, Double>> latencies = new TreeMap<>();
    Columns columns = history.columns();
    if (!history.recorded().times()) {
      return latencies;
    }
    for (int f = 0; f < columns.functionCount(); f++) {
      int function = f;
      double[] millis =
          IntStream.range(0, columns.size())
              .filter(i -> columns.function(i) == function && columns.isOk(i))
              .mapToDouble(i -> (columns.endTime(i) - columns.startTime(i)) / NANOS_PER_MILLI)
              .toArray();
      if (millis.length > 0) {
        latencies.put(columns.functionName(function), quantiles(millis));
      }
    }
    return latencies;
  }

  /** The least value that so large a share of all does not exceed. */
  static Map<String, Double> quantiles(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    Map<String, Double> quantiles = new LinkedHashMap<>();
    for (int percent : new int[] {50, 95, 99}) {
      int rank = (int) Math.ceilDiv((long) percent * sorted.length, 100);
      quantiles.put("p" + percent, sorted[Math.max(0, rank - 1)]);
    }
    quantiles.put("max", sorted[sorted.length - 1]);
    return quantiles;
  }
}
