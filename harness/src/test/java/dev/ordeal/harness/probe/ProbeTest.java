package dev.ordeal.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
  private static final String PAGE =
      """
      # HELP up whether it is up
      # TYPE up gauge
      up 1
      requests_total{code="200",node="n1"} 12 1395066363000
      requests_total{code="500",node="n1"} 3.5
      slow_seconds +Inf
      """;

  @Test
  void aCommandHoldsIfItExitsWithZero() throws InterruptedException {
    assertThat(Probe.parse("true").problem()).isEmpty();
    assertThat(Probe.parse("exit 3").problem()).contains("exit 3");
    assertThat(Probe.parse("sleep 60").problem()).contains("no end within 2 s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "up=1|",
        "up>1|up is 1",
        "up>=1|",
        "requests_total<13|",
        "requests_total<5|requests_total{code='200',node='n1'} is 12",
        "requests_total{code='500',node='n1'}<=3.5|",
        "slow_seconds<1e9|slow_seconds is +Inf",
        "down<1|there is no metric down"
      })
  void aMetricHoldsIfAllItsSeriesDo(String condition, String problem) {
    MetricProbe probe =
        (MetricProbe) Probe.parse("http://127.0.0.1:9/metrics#" + quoted(condition));

    assertThat(probe.judge(PAGE)).isEqualTo(Optional.ofNullable(problem).map(ProbeTest::quoted));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void addressesAreAsked() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
          boolean isThere = exchange.getRequestURI().getPath().equals("/metrics");
          exchange.sendResponseHeaders(isThere ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      assertThat(Probe.parse(base + "/metrics").problem()).isEmpty();
      assertThat(Probe.parse(base + "/nothing").problem()).contains("HTTP status 404");
      assertThat(Probe.parse(base + "/metrics#up=1").problem()).isEmpty();
      assertThat(Probe.parse(base + "/nothing#up=1").problem()).contains("HTTP status 404");
    } finally {
      server.stop(0);
    }
    assertThat(Probe.parse(base + "/metrics").problem())
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("no answer"));
  }

  @Test
  void whatIsNoProbeIsRefused() {
    assertThatThrownBy(() -> Probe.parse(" ")).hasMessageContaining("a probe is a command");
    assertThatThrownBy(() -> Probe.parse("http://127.0.0.1/metrics#up~1"))
        .hasMessageContaining("'up~1' is no condition");
    assertThatThrownBy(() -> Probe.parse("http:///metrics"))
        .hasMessageContaining("http:///metrics");
  }
}
