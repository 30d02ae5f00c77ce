package dev.ordeal.targets.toxiproxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ordeal.targets.ToxiproxyServer;
import dev.ordeal.targets.toxiproxy.ToxiproxyApi.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with Toxiproxy's HTTP API inside this JVM.
 *
 * <p>Statuses, bodies and errors are those of Toxiproxy 2.12. Where that server hangs, crashes or
 * does not do what it documents, this one does what is documented: a slicer without sizes, a
 * bandwidth of zero, a timeout under traffic, a reset of a live connection, half-closed
 * connections, toxicity zero; and a refused request changes nothing. Thread-safe.
 */
public final class EmbeddedToxiproxy implements ToxiproxyServer {
  /** What {@code /metrics} shows. */
  public enum Metrics {
    /** Bytes by proxy and direction. */
    PROXY,
    /** Processor time, memory and open files of this process. */
    RUNTIME
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String JSON_TYPE = "application/json";

  private final HttpServer http;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ToxiproxyApi api;
  private final Set<Metrics> metrics;
  private final AtomicLong requests = new AtomicLong();

  /**
   * Starts a server on a free port of the loopback interface, with metrics of proxies.
   *
   * @param seed decides jitter, slices and toxicity
   */
  public EmbeddedToxiproxy(long seed) throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), seed, Set.of(Metrics.PROXY));
  }

  /**
   * Starts a server.
   *
   * @param address where the API listens
   * @param seed decides jitter, slices and toxicity
   * @param metrics what {@code /metrics} shows; empty: that path is not found
   * @throws IOException if the address cannot be listened at
   */
  public EmbeddedToxiproxy(InetSocketAddress address, long seed, Set<Metrics> metrics)
      throws IOException {
    this.metrics = Set.copyOf(metrics);
    api = new ToxiproxyApi(new SplittableRandom(seed));
    http = HttpServer.create(address, 0);
    http.createContext("/", this::handle);
    http.setExecutor(executor);
    http.start();
  }

  /**
   * Makes the proxies of a configuration file: a JSON array of objects with {@code name}, {@code
   * listen}, {@code upstream} and perhaps {@code enabled}.
   *
   * @return how many
   * @throws IOException if it is no such array, or a proxy cannot listen
   */
  public int populate(byte[] configuration) throws IOException {
    synchronized (this) {
      try {
        return api.populateFrom(configuration);
      } catch (ApiException refused) {
        throw new IOException(refused.getMessage(), refused);
      }
    }
  }

  @Override
  public String host() {
    return http.getAddress().getAddress().getHostAddress();
  }

  @Override
  public int port() {
    return http.getAddress().getPort();
  }

  @Override
  public String proxyHost() {
    return host();
  }

  @Override
  public String description() {
    return "embedded Toxiproxy";
  }

  @Override
  public OptionalLong delivered(String proxy, boolean isUpstream) {
    synchronized (this) {
      EmbeddedProxy found = api.proxies().get(proxy);
      if (found == null) {
        return OptionalLong.empty();
      }
      TrafficCounter counter = isUpstream ? found.upward() : found.downward();
      return OptionalLong.of(counter.sentBytes());
    }
  }

  @Override
  public boolean refuseWithUpstream(String proxy) {
    synchronized (this) {
      EmbeddedProxy found = api.proxies().get(proxy);
      if (found != null) {
        found.refuseWithUpstream();
      }
      return found != null;
    }
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
    synchronized (this) {
      api.close();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      Reply reply;
      String type = JSON_TYPE;
      boolean routed = true;
      try {
        reply = answer(exchange, path, body);
        if (path.equals("/version")) {
          type = "application/json;charset=utf-8";
        } else if (path.equals("/metrics")) {
          type = ProxyMetrics.CONTENT_TYPE;
        }
      } catch (ApiException refused) {
        routed = refused.isRouted();
        type = PLAIN;
        reply =
            routed
                ? error(refused.getMessage(), refused.status())
                : new Reply(refused.status(), refused.getMessage());
      } catch (IOException failed) {
        type = PLAIN;
        reply = error(failed.getMessage(), 500);
      }
      send(exchange, reply, type, routed);
    }
  }

  private Reply answer(HttpExchange exchange, String path, byte[] body)
      throws ApiException, IOException {
    List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
    if (path.equals("/metrics") && !metrics.isEmpty()) {
      synchronized (this) {
        return new Reply(200, ProxyMetrics.text(metrics, api.proxies().values()));
      }
    }
    if (isBrowser(exchange)) {
      // Toxiproxy looks at the agent only where it knows the path.
      api.requireRoute(exchange.getRequestMethod(), parts);
      throw ApiException.browser();
    }
    synchronized (this) {
      return api.answer(exchange.getRequestMethod(), parts, body);
    }
  }

  private static boolean isBrowser(HttpExchange exchange) {
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    return agent != null && agent.startsWith("Mozilla/");
  }

  private void send(HttpExchange exchange, Reply reply, String type, boolean routed)
      throws IOException {
    byte[] bytes =
        switch (reply.body()) {
          case null -> new byte[0];
          case String text -> text.getBytes(StandardCharsets.UTF_8);
          default -> JSON.writeValueAsBytes(reply.body());
        };
    if (bytes.length > 0) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    if (routed) {
      exchange
          .getResponseHeaders()
          .set("X-Toxiproxy-Request-Id", Long.toString(requests.incrementAndGet()));
    }
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Reply error(String message, int status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", message);
    json.put("status", status);
    return new Reply(status, JSON.writeValueAsString(json) + "\n");
  }
}
