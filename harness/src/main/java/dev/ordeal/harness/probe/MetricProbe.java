package dev.ordeal.harness.probe;

import dev.ordeal.results.run.Failures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric in Prometheus' text format that stays within a limit while all is well.
 *
 * @param condition whose subject is a name, for all its series, or one series with its labels as
 *     they are printed
 */
record MetricProbe(String text, URI address, Condition condition) implements Probe {
  private static final String METRIC = "[a-zA-Z_:][a-zA-Z0-9_:]*(?:[{].*[}])?";
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)([{].*[}])? +([^ ]+)(?: +[0-9]+)?");

  MetricProbe {
    HttpProbe.requireHost(address);
  }

  static MetricProbe of(String text, URI address, String condition) {
    return new MetricProbe(text, address, Condition.parse(condition, METRIC, "METRIC"));
  }

  @Override
  public Optional<String> problem() throws InterruptedException {
    try {
      HttpResponse<String> response = HttpProbe.get(address);
      return response.statusCode() < 400
          ? judge(response.body())
          : Optional.of("HTTP status " + response.statusCode());
    } catch (IOException failed) {
      return Optional.of("no answer: " + Failures.text(failed));
    }
  }

  /** What is wrong with a page of metrics. */
  Optional<String> judge(String page) {
    String metric = condition.subject();
    boolean found = false;
    for (String line : page.lines().toList()) {
      Matcher parts = LINE.matcher(line.strip());
      if (!parts.matches()) {
        continue;
      }
      String labels = parts.group(2) == null ? "" : parts.group(2);
      String series = parts.group(1) + labels;
      if (series.equals(metric) || parts.group(1).equals(metric)) {
        found = true;
        if (!condition.holdsFor(parts.group(3))) {
          return Optional.of("%s is %s".formatted(series, parts.group(3)));
        }
      }
    }
    return found ? Optional.empty() : Optional.of("there is no metric " + metric);
  }
}
