package dev.ordeal.targets.toxiproxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with Toxiproxy's HTTP API inside this JVM.
 *
 * <p>Statuses, bodies and errors are those of Toxiproxy 2. Where that server hangs, crashes or does
 * not do what it documents, this one does what is documented: a slicer without sizes, a bandwidth
 * of zero, a timeout under traffic, a reset of a live connection, half-closed connections, toxicity
 * zero.
 */
public final class EmbeddedToxiproxy implements ToxiproxyServer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer http;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, EmbeddedProxy> proxies = new TreeMap<>();
  private final SplittableRandom random;
  private final AtomicLong requests = new AtomicLong();

  private record Reply(int status, Object body) {}

  /**
   * Starts a server on a free port of the loopback interface.
   *
   * @param seed decides jitter, slices and toxicity
   */
  public EmbeddedToxiproxy(long seed) throws IOException {
    random = new SplittableRandom(seed);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.setExecutor(executor);
    http.start();
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
  public void close() {
    http.stop(0);
    executor.shutdownNow();
    synchronized (this) {
      proxies.values().forEach(EmbeddedProxy::disable);
      proxies.clear();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      String type = "application/json";
      try {
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        if (agent != null && agent.startsWith("Mozilla/")) {
          throw new ApiException(403, "User agent not allowed");
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        synchronized (this) {
          reply = route(exchange.getRequestMethod(), path.substring(1).split("/"), body);
        }
      } catch (ApiException refused) {
        type = "text/plain; charset=utf-8";
        reply = new Reply(refused.status(), error(refused.getMessage(), refused.status()));
      } catch (JacksonException malformed) {
        type = "text/plain; charset=utf-8";
        reply = new Reply(400, error("bad request body: " + malformed.getOriginalMessage(), 400));
      } catch (IOException failed) {
        type = "text/plain; charset=utf-8";
        reply = new Reply(500, error(failed.getMessage(), 500));
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange
          .getResponseHeaders()
          .set("X-Toxiproxy-Request-Id", Long.toString(requests.incrementAndGet()));
      byte[] bytes =
          reply.body() == null
              ? new byte[0]
              : (JSON.writeValueAsString(reply.body()) + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private static Map<String, Object> error(String message, int status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", message);
    json.put("status", status);
    return json;
  }

  private Reply route(String method, String[] path, byte[] body) throws ApiException, IOException {
    boolean writes = method.equals("POST") || method.equals("PATCH");
    String where = path[0];
    switch (where) {
      case "version" -> {
        only(method, path.length == 1, "GET");
        return new Reply(200, Map.of("version", "git"));
      }
      case "reset" -> {
        only(method, path.length == 1, "POST");
        for (EmbeddedProxy proxy : proxies.values()) {
          proxy.removeAll();
          proxy.enable();
        }
        return new Reply(204, null);
      }
      case "populate" -> {
        only(method, path.length == 1, "POST");
        return populate(JSON.readTree(body));
      }
      case "proxies" -> {
        // Routed below.
      }
      default -> throw new ApiException(404, "404 page not found");
    }
    if (path.length == 1) {
      if (method.equals("POST")) {
        return new Reply(201, json(create(JSON.readTree(body))));
      }
      only(method, true, "GET");
      Map<String, Object> all = new TreeMap<>();
      proxies.forEach((name, proxy) -> all.put(name, json(proxy)));
      return new Reply(200, all);
    }
    EmbeddedProxy proxy = proxies.get(path[1]);
    if (proxy == null) {
      throw new ApiException(404, "proxy not found");
    }
    if (path.length == 2) {
      return proxyRequest(method, writes, proxy, body);
    }
    if (!path[2].equals("toxics") || path.length > 4) {
      throw new ApiException(404, "404 page not found");
    }
    return path.length == 3
        ? toxicsRequest(method, proxy, body)
        : toxicRequest(method, writes, proxy, path[3], body);
  }

  private static void only(String method, boolean found, String allowed) throws ApiException {
    if (!found) {
      throw new ApiException(404, "404 page not found");
    }
    if (!method.equals(allowed)) {
      throw new ApiException(405, "method not allowed");
    }
  }

  private Reply proxyRequest(String method, boolean writes, EmbeddedProxy proxy, byte[] body)
      throws ApiException, IOException {
    if (method.equals("DELETE")) {
      proxies.remove(proxy.name());
      proxy.disable();
      return new Reply(204, null);
    }
    if (writes) {
      JsonNode wanted = JSON.readTree(body);
      String listen = text(wanted, "listen", proxy.listen());
      String upstream = text(wanted, "upstream", proxy.upstream());
      boolean enabled = flag(wanted, "enabled", proxy.isEnabled());
      if (!listen.equals(proxy.listen()) || !upstream.equals(proxy.upstream())) {
        proxy.disable();
        proxy.readdress(listen, upstream);
      }
      if (enabled) {
        proxy.enable();
      } else {
        proxy.disable();
      }
      return new Reply(200, json(proxy));
    }
    only(method, true, "GET");
    return new Reply(200, json(proxy));
  }

  private Reply toxicsRequest(String method, EmbeddedProxy proxy, byte[] body) throws ApiException {
    if (method.equals("POST")) {
      ToxicSpec spec = newToxic(JSON.readTree(body));
      if (proxy.toxic(spec.name()).isPresent()) {
        throw new ApiException(409, "toxic already exists");
      }
      proxy.add(spec);
      return new Reply(200, json(spec));
    }
    only(method, true, "GET");
    return new Reply(200, proxy.toxics().stream().map(EmbeddedToxiproxy::json).toList());
  }

  private Reply toxicRequest(
      String method, boolean writes, EmbeddedProxy proxy, String name, byte[] body)
      throws ApiException {
    ToxicSpec spec = proxy.toxic(name).orElseThrow(() -> new ApiException(404, "toxic not found"));
    if (method.equals("DELETE")) {
      proxy.remove(spec);
      return new Reply(204, null);
    }
    if (writes) {
      JsonNode wanted = JSON.readTree(body);
      ToxicSpec updated =
          new ToxicSpec(
              name,
              spec.type(),
              spec.stream(),
              toxicity(wanted, spec.toxicity()),
              attributes(wanted, spec.attributes()));
      proxy.update(updated);
      return new Reply(200, json(updated));
    }
    only(method, true, "GET");
    return new Reply(200, json(spec));
  }

  private Reply populate(JsonNode wanted) throws ApiException, IOException {
    if (!wanted.isArray()) {
      throw new ApiException(400, "bad request body: expected an array of proxies");
    }
    for (int i = 0; i < wanted.size(); i++) {
      requireFields(wanted.get(i), " at proxy " + (i + 1));
    }
    List<Object> created = new ArrayList<>();
    for (JsonNode each : wanted) {
      String name = text(each, "name", "");
      EmbeddedProxy existing = proxies.get(name);
      boolean same =
          existing != null
              && existing.listen().equals(text(each, "listen", ""))
              && existing.upstream().equals(text(each, "upstream", ""));
      if (same) {
        created.add(json(existing));
        continue;
      }
      if (existing != null) {
        existing.disable();
        proxies.remove(name);
      }
      created.add(json(create(each)));
    }
    return new Reply(201, Map.of("proxies", created));
  }

  private static void requireFields(JsonNode wanted, String where) throws ApiException {
    for (String field : List.of("name", "upstream")) {
      if (text(wanted, field, "").isEmpty()) {
        throw new ApiException(400, "missing required field: " + field + where);
      }
    }
  }

  private EmbeddedProxy create(JsonNode wanted) throws ApiException, IOException {
    requireFields(wanted, "");
    String name = text(wanted, "name", "");
    if (proxies.containsKey(name)) {
      throw new ApiException(409, "proxy already exists");
    }
    EmbeddedProxy proxy =
        new EmbeddedProxy(
            name, text(wanted, "listen", ""), text(wanted, "upstream", ""), random.split());
    if (flag(wanted, "enabled", true)) {
      proxy.enable();
    }
    proxies.put(name, proxy);
    return proxy;
  }

  private static ToxicSpec newToxic(JsonNode wanted) throws ApiException {
    String type = text(wanted, "type", "");
    String stream = text(wanted, "stream", "downstream");
    String lowerStream = stream.toLowerCase(java.util.Locale.ROOT);
    if (!lowerStream.equals("upstream") && !lowerStream.equals("downstream")) {
      throw new ApiException(400, "stream was invalid, can be either upstream or downstream");
    }
    if (!ToxicSpec.TYPES.contains(type)) {
      throw new ApiException(400, "invalid toxic type");
    }
    String name = text(wanted, "name", type + "_" + stream);
    return new ToxicSpec(
        name, type, lowerStream, toxicity(wanted, 1), attributes(wanted, ToxicSpec.defaults(type)));
  }

  private static double toxicity(JsonNode wanted, double otherwise) {
    JsonNode toxicity = field(wanted, "toxicity");
    return toxicity == null || !toxicity.isNumber() ? otherwise : toxicity.doubleValue();
  }

  private static Map<String, Long> attributes(JsonNode wanted, Map<String, Long> otherwise)
      throws ApiException {
    Map<String, Long> attributes = new TreeMap<>(otherwise);
    JsonNode given = field(wanted, "attributes");
    if (given != null) {
      for (var entry : given.properties()) {
        if (!entry.getValue().isIntegralNumber()) {
          throw new ApiException(
              400, "bad request body: attribute " + entry.getKey() + " must be a whole number");
        }
        attributes.put(entry.getKey(), entry.getValue().longValue());
      }
    }
    return attributes;
  }

  /** A field by its name in any case; null if it is missing. */
  private static JsonNode field(JsonNode object, String name) {
    for (var entry : object.properties()) {
      if (entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isNull()) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static String text(JsonNode object, String name, String otherwise) {
    JsonNode value = field(object, name);
    return value == null || value.asString("").isEmpty() ? otherwise : value.asString();
  }

  private static boolean flag(JsonNode object, String name, boolean otherwise) {
    JsonNode value = field(object, name);
    return value == null ? otherwise : value.asBoolean();
  }

  private static Map<String, Object> json(EmbeddedProxy proxy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", proxy.name());
    json.put("listen", proxy.listen());
    json.put("upstream", proxy.upstream());
    json.put("enabled", proxy.isEnabled());
    json.put("toxics", proxy.toxics().stream().map(EmbeddedToxiproxy::json).toList());
    return json;
  }

  private static Map<String, Object> json(ToxicSpec spec) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("attributes", spec.attributes());
    json.put("name", spec.name());
    json.put("type", spec.type());
    json.put("stream", spec.stream());
    json.put("toxicity", spec.toxicity());
    return json;
  }
}
