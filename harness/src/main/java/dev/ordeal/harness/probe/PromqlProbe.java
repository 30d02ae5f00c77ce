package dev.ordeal.harness.probe;

import dev.ordeal.results.run.Failures;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A query in PromQL, put to a Prometheus server, all of whose results stay within a bound while all
 * is well. A query without results does not hold: a system that is down reports nothing.
 *
 * @param server the address before {@code /api/v1/query}
 * @param condition whose subject is the query
 */
record PromqlProbe(String text, URI server, Condition condition) implements Probe {
  /** What the text of such a probe begins with. */
  static final String SCHEME = "promql:";

  private static final String QUERY = ".*[^ <>=!]";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  PromqlProbe {
    HttpProbe.requireHost(server);
  }

  static PromqlProbe of(String text, URI server, String condition) {
    return new PromqlProbe(text, server, Condition.parse(condition, QUERY, "QUERY"));
  }

  @Override
  public Optional<String> problem() throws InterruptedException {
    String base = server.toString().replaceAll("/+$", "");
    String asked = URLEncoder.encode(condition.subject(), StandardCharsets.UTF_8);
    try {
      HttpResponse<String> response =
          HttpProbe.get(URI.create(base + "/api/v1/query?query=" + asked));
      return judge(response.statusCode(), response.body());
    } catch (IOException failed) {
      return Optional.of("no answer: " + Failures.text(failed));
    }
  }

  /** What is wrong with an answer. */
  Optional<String> judge(int status, String body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (JacksonException noJson) {
      return Optional.of("HTTP status %d, and no answer of Prometheus".formatted(status));
    }
    if (!answer.path("status").asString("").equals("success")) {
      String error = answer.path("error").asString("");
      return Optional.of(error.isEmpty() ? "HTTP status " + status : error);
    }
    JsonNode data = answer.path("data");
    String type = data.path("resultType").asString("");
    List<JsonNode> results = new ArrayList<>();
    switch (type) {
      case "vector" -> data.path("result").forEach(results::add);
      case "scalar" -> results.add(data);
      default -> {
        return Optional.of("the query's result is a %s, not one number a series".formatted(type));
      }
    }
    if (results.isEmpty()) {
      return Optional.of("the query has no result");
    }
    for (JsonNode result : results) {
      String value = result.path(type.equals("scalar") ? "result" : "value").path(1).asString("");
      if (!condition.holdsFor(value)) {
        return Optional.of("%s is %s".formatted(result.path("metric").toString(), value).strip());
      }
    }
    return Optional.empty();
  }
}
