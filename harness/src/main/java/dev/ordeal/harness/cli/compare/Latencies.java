package dev.ordeal.harness.cli.compare;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Quantiles;
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
              .sorted()
              .toArray();
      if (millis.length > 0) {
        latencies.put(columns.functionName(function), quantiles(millis));
      }
    }
    return latencies;
  }

  private static Map<String, Double> quantiles(double[] sorted) {
    Map<String, Double> quantiles = new LinkedHashMap<>();
    for (int percent : new int[] {50, 95, 99}) {
      quantiles.put("p" + percent, Quantiles.of(sorted, percent));
    }
    quantiles.put("max", Quantiles.of(sorted, 100));
    return quantiles;
  }
}
