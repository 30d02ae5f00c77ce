package dev.ordeal.targets.etcd;

import dev.ordeal.targets.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to one node, and what clients of all types need.
 *
 * <p>Each request is sent once: Java's client does not repeat a POST.
 */
final class EtcdSession implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String base;
  private final Duration timeout;
  private final HttpClient http;

  /** With more patience than a run has. */
  EtcdSession(Address node) {
    this(node, TIMEOUT);
  }

  /**
   * @param timeout of each request
   */
  EtcdSession(Address node, Duration timeout) {
    this.base = "http://" + node + "/v3/";
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * A key as it is.
   *
   * @param value as text
   * @param revision of its last change
   */
  record Entry(String value, long revision) {}

  /**
   * Reads a key.
   *
   * @param serializable whether the node may answer from its own copy
   * @return empty if it is not there
   */
  Optional<Entry> get(String key, boolean serializable) throws IOException, InterruptedException {
    JsonNode answer = post("kv/range", Map.of("key", encoded(key), "serializable", serializable));
    for (JsonNode entry : answer.path("kvs")) {
      return Optional.of(
          new Entry(
              decoded(entry.path("value").asString("")),
              Long.parseLong(entry.path("mod_revision").asString())));
    }
    return Optional.empty();
  }

  /** Writes a key; the revision that this made, which no other change has. */
  long put(String key, String value) throws IOException, InterruptedException {
    JsonNode answer = post("kv/put", put(new Change(key, value)));
    return Long.parseLong(answer.path("header").path("revision").asString());
  }

  void delete(String key) throws IOException, InterruptedException {
    post("kv/deleterange", Map.of("key", encoded(key)));
  }

  /** What a key shall be. */
  record Change(String key, String value) {}

  /** Changes keys if all conditions hold; whether they did. */
  boolean change(List<Map<String, Object>> conditions, List<Change> changes)
      throws IOException, InterruptedException {
    List<Map<String, Object>> puts =
        changes.stream().map(change -> Map.<String, Object>of("request_put", put(change))).toList();
    JsonNode answer = post("kv/txn", Map.of("compare", conditions, "success", puts));
    return answer.path("succeeded").asBoolean(false);
  }

  private static Map<String, String> put(Change change) {
    return Map.of("key", encoded(change.key()), "value", encoded(change.value()));
  }

  /** The condition that a key was last changed by a revision; 0 if it is not there. */
  static Map<String, Object> isUnchanged(String key, long revision) {
    return Map.of(
        "key",
        encoded(key),
        "target",
        "MOD",
        "result",
        "EQUAL",
        "mod_revision",
        Long.toString(revision));
  }

  /** The condition that a key has a value. */
  static Map<String, Object> has(String key, String value) {
    return Map.of(
        "key", encoded(key), "target", "VALUE", "result", "EQUAL", "value", encoded(value));
  }

  /**
   * Sends a request.
   *
   * @throws IOException if etcd did not do it, or whether it did is unknown
   */
  JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() == 200) {
        return answer;
      }
      throw new IOException(answer.path("error").asString("status " + response.statusCode()));
    } catch (JacksonException none) {
      throw new IOException("status " + response.statusCode() + ", no JSON", none);
    }
  }

  static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
