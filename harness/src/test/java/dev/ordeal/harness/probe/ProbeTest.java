package dev.ordeal.harness.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
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

  private static final String RESULT =
      """
      {"status": "success", "data": {"resultType": "vector",
        "result": [{"metric": {}, "value": [1435781451.781, "%d"]}]}}
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "up>=1|{'resultType':'vector','result':[{'metric':{},'value':[1,'1']}]}|",
        "up==1|{'resultType':'vector','result':[{'metric':{},'value':[1,'1']}]}|",
        "up>0|{'resultType':'vector','result':[{'metric':{'n':'2'},'value':[1,'0']}]}"
            + "|{'n':'2'} is 0",
        "up>0|{'resultType':'vector','result':[]}|the query has no result",
        "time()<5|{'resultType':'scalar','result':[1,'7']}|is 7",
        "up[1m]<5|{'resultType':'matrix','result':[]}"
            + "|the query's result is a matrix, not one number a series",
      })
  void aQueryHoldsIfAllItsResultsDo(String condition, String data, String problem) {
    PromqlProbe probe = (PromqlProbe) Probe.parse("promql:http://127.0.0.1:9#" + condition);

    String body = "{'status':'success','data':%s}".formatted(data);

    assertThat(probe.judge(200, quoted(body)).map(found -> found.replace('"', '\'')))
        .isEqualTo(Optional.ofNullable(problem));
  }

  @Test
  void aQueryMayCompareItself() {
    PromqlProbe probe =
        (PromqlProbe) Probe.parse("promql:http://127.0.0.1:9#sum(up > bool 0.5) / 3 >= 0.9");

    assertThat(probe.condition()).isEqualTo(new Condition("sum(up > bool 0.5) / 3", ">=", 0.9));
  }

  @Test
  void whatPrometheusRefusesIsSaid() {
    PromqlProbe probe = (PromqlProbe) Probe.parse("promql:http://127.0.0.1:9#up>0");

    assertThat(probe.judge(400, "{\"status\":\"error\",\"error\":\"parse error\"}"))
        .contains("parse error");
    assertThat(probe.judge(502, "<html>")).contains("HTTP status 502, and no answer of Prometheus");
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
          byte[] body = PAGE.getBytes(UTF_8);
          URI asked = exchange.getRequestURI();
          boolean isThere = asked.getPath().equals("/metrics");
          if (asked.getPath().equals("/prometheus/api/v1/query")) {
            isThere = true;
            body =
                RESULT
                    .formatted(
                        URLDecoder.decode(asked.getRawQuery(), UTF_8).equals("query=a + b") ? 3 : 4)
                    .getBytes(UTF_8);
          }
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
      assertThat(Probe.parse("promql:" + base + "/prometheus/#a + b = 3").problem()).isEmpty();
      assertThat(Probe.parse("promql:" + base + "/prometheus#a = 3").problem()).contains("{} is 4");
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
    assertThatThrownBy(() -> Probe.parse("promql:http://127.0.0.1:9090"))
        .hasMessageContaining("'' is no condition; write QUERY<NUMBER");
    assertThatThrownBy(() -> Probe.parse("http:///metrics"))
        .hasMessageContaining("http:///metrics");
  }
}
