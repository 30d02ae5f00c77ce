package dev.ordeal.harness.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Something that holds while the system is well. */
public sealed interface Probe permits CommandProbe, HttpProbe, MetricProbe, PromqlProbe {
  /** How long an answer may take. */
  Duration PATIENCE = Duration.ofSeconds(2);

  /** How it was written. */
  String text();

  /** Asks once; what is wrong, or nothing if it holds. Takes no longer than {@link #PATIENCE}. */
  Optional<String> problem() throws InterruptedException;

  /**
   * Reads a probe: {@code http://…} or {@code https://…}, which has to answer with a status below
   * 400; {@code http://…#METRIC<NUMBER} (also {@code <=}, {@code >}, {@code >=}, {@code =}), a
   * metric in Prometheus' text format; {@code promql:http://…#QUERY<NUMBER}, a query to a
   * Prometheus server; anything else is a command for the shell, which has to exit 0.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Probe parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a probe is a command, or http://…, or http://…#METRIC<N");
    }
    boolean isQuery = text.startsWith(PromqlProbe.SCHEME);
    String rest = isQuery ? text.substring(PromqlProbe.SCHEME.length()) : text;
    if (!isQuery && !rest.startsWith("http://") && !rest.startsWith("https://")) {
      return new CommandProbe(text);
    }
    int hash = rest.indexOf('#');
    try {
      URI address = URI.create(hash < 0 ? rest : rest.substring(0, hash));
      String condition = hash < 0 ? "" : rest.substring(hash + 1);
      if (isQuery) {
        return PromqlProbe.of(text, address, condition);
      }
      return hash < 0 ? new HttpProbe(text, address) : MetricProbe.of(text, address, condition);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'" + text + "': " + wrong.getMessage(), wrong);
    }
  }
}
