package dev.ordeal.targets.toxiproxy;

import dev.ordeal.targets.toxiproxy.toxic.ToxicSpec;
import dev.ordeal.targets.toxiproxy.toxic.ToxicType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The proxies of a server and what requests do to them, without HTTP itself. Statuses, bodies and
 * errors are those of Toxiproxy 2.12. Not thread-safe: the server lets one request in at a time.
 */
final class ToxiproxyApi {
  /** Bodies are JSON; null for none, and a text is sent as it is. */
  record Reply(int status, Object body) {}

  private static final Reply NO_CONTENT = new Reply(204, null);

  private final Map<String, EmbeddedProxy> proxies = new TreeMap<>();
  private final SplittableRandom random;
  private final ClosedPorts closedPorts = new ClosedPorts();

  ToxiproxyApi(SplittableRandom random) {
    this.random = random;
  }

  Map<String, EmbeddedProxy> proxies() {
    return proxies;
  }

  void close() {
    proxies.values().forEach(EmbeddedProxy::disable);
    proxies.clear();
  }

  /**
   * Answers a request.
   *
   * @param path the parts of the path between slashes
   * @throws ApiException if it is refused
   * @throws IOException if a proxy cannot listen
   */
  Reply answer(String method, List<String> path, byte[] body) throws ApiException, IOException {
    requireRoute(method, path);
    if (path.size() == 1) {
      return switch (path.getFirst()) {
        case "version" -> new Reply(200, "{\"version\": \"git\"}\n");
        case "reset" -> reset();
        case "populate" -> populate(body);
        default -> method.equals("POST") ? create(body) : index();
      };
    }
    EmbeddedProxy proxy = proxies.get(path.get(1));
    if (proxy == null) {
      throw new ApiException(404, "proxy not found");
    }
    return switch (path.size()) {
      case 2 -> proxyRequest(method, proxy, body);
      case 3 -> toxicsRequest(method, proxy, body);
      default -> toxicRequest(method, proxy, path.get(3), body);
    };
  }

  /** Refuses what the API has no path for, or a path that does not take the method. */
  void requireRoute(String method, List<String> path) throws ApiException {
    boolean known =
        switch (path.size()) {
          case 1 -> List.of("version", "reset", "populate", "proxies").contains(path.getFirst());
          case 2, 3, 4 -> path.getFirst().equals("proxies");
          default -> false;
        };
    boolean toxics = path.size() < 3 || path.get(2).equals("toxics");
    boolean named = path.stream().noneMatch(String::isEmpty);
    if (!known || !toxics || !named) {
      throw ApiException.notFound();
    }
    switch (path.size() == 1 ? path.getFirst() : "") {
      case "version" -> only(method, "GET");
      case "reset", "populate" -> only(method, "POST");
      default -> {
        if (path.size() % 2 == 1) {
          only(method, "GET", "POST");
        } else {
          only(method, "GET", "POST", "PATCH", "DELETE");
        }
      }
    }
  }

  private static void only(String method, String... allowed) throws ApiException {
    if (!List.of(allowed).contains(method)) {
      throw ApiException.methodNotAllowed();
    }
  }

  private Reply index() {
    Map<String, Object> all = new TreeMap<>();
    proxies.forEach((name, proxy) -> all.put(name, proxy.json()));
    return new Reply(200, all);
  }

  private Reply reset() throws IOException {
    for (EmbeddedProxy proxy : proxies.values()) {
      proxy.enable();
      proxy.removeAll();
    }
    return NO_CONTENT;
  }

  private Reply create(byte[] body) throws ApiException, IOException {
    RequestBody wanted = RequestBody.object(RequestBody.parse(body), "toxiproxy.Proxy");
    String name = wanted.text("name", "");
    String listen = wanted.text("listen", "");
    String upstream = wanted.text("upstream", "");
    boolean enabled = wanted.flag("enabled", true);
    require(name, "name");
    require(upstream, "upstream");
    if (proxies.containsKey(name)) {
      throw new ApiException(409, "proxy already exists");
    }
    return new Reply(201, add(name, listen, upstream, enabled).json());
  }

  private EmbeddedProxy add(String name, String listen, String upstream, boolean enabled)
      throws IOException {
    EmbeddedProxy proxy = new EmbeddedProxy(name, listen, upstream, random.split(), closedPorts);
    if (enabled) {
      proxy.enable();
    }
    proxies.put(name, proxy);
    return proxy;
  }

  private static void require(String value, String field) throws ApiException {
    if (value.isEmpty()) {
      throw new ApiException(400, "missing required field: " + field);
    }
  }

  private record Wanted(String name, String listen, String upstream, boolean enabled) {}

  private Reply populate(byte[] body) {
    List<Object> made = new ArrayList<>();
    try {
      for (Wanted each : wanted(body)) {
        made.add(addOrReplace(each).json());
      }
    } catch (ApiException refused) {
      return populated(made, refused.status(), refused.getMessage());
    } catch (IOException failed) {
      return populated(made, 500, failed.getMessage());
    }
    return new Reply(201, populatedBody(made));
  }

  /**
   * Makes the proxies of a configuration file.
   *
   * @throws ApiException if it is no list of proxies
   * @throws IOException if one cannot listen
   */
  int populateFrom(byte[] file) throws ApiException, IOException {
    List<Wanted> all = wanted(file);
    for (Wanted each : all) {
      addOrReplace(each);
    }
    return all.size();
  }

  private static Reply populated(List<Object> made, int status, String error) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", error);
    json.put("status", status);
    json.putAll(populatedBody(made));
    return new Reply(status, json);
  }

  private static Map<String, Object> populatedBody(List<Object> made) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("proxies", made.isEmpty() ? null : made);
    return json;
  }

  private static List<Wanted> wanted(byte[] body) throws ApiException {
    JsonNode json = RequestBody.parse(body);
    List<Wanted> all = new ArrayList<>();
    if (json.isNull()) {
      return all;
    }
    if (!json.isArray()) {
      throw new ApiException(
          400,
          "bad request body: json: cannot unmarshal %s into Go value of type []toxiproxy.Proxy"
              .formatted(json.isObject() ? "object" : "value"));
    }
    for (JsonNode each : json) {
      RequestBody proxy = RequestBody.object(each, "toxiproxy.Proxy");
      all.add(
          new Wanted(
              proxy.text("name", ""),
              proxy.text("listen", ""),
              proxy.text("upstream", ""),
              proxy.flag("enabled", true)));
    }
    for (int i = 0; i < all.size(); i++) {
      require(all.get(i).name(), "name at proxy " + (i + 1));
      require(all.get(i).upstream(), "upstream at proxy " + (i + 1));
    }
    return all;
  }

  private EmbeddedProxy addOrReplace(Wanted wanted) throws IOException {
    EmbeddedProxy existing = proxies.get(wanted.name());
    if (existing != null) {
      if (!existing.differs(wanted.listen(), wanted.upstream())) {
        return existing;
      }
      existing.disable();
    }
    return add(wanted.name(), wanted.listen(), wanted.upstream(), wanted.enabled());
  }

  private Reply proxyRequest(String method, EmbeddedProxy proxy, byte[] body)
      throws ApiException, IOException {
    switch (method) {
      case "DELETE" -> {
        proxies.remove(proxy.name());
        proxy.disable();
        return NO_CONTENT;
      }
      case "POST", "PATCH" -> update(proxy, body);
      default -> {
        // Only shown.
      }
    }
    return new Reply(200, proxy.json());
  }

  private static void update(EmbeddedProxy proxy, byte[] body) throws ApiException, IOException {
    RequestBody wanted = RequestBody.object(RequestBody.parse(body), "toxiproxy.Proxy");
    wanted.text("name", "");
    String listen = wanted.text("listen", proxy.listen());
    String upstream = wanted.text("upstream", proxy.upstream());
    boolean enabled = wanted.flag("enabled", proxy.isEnabled());
    if (proxy.differs(listen, upstream)) {
      proxy.disable();
      proxy.readdress(listen, upstream);
    }
    if (enabled) {
      proxy.enable();
    } else {
      proxy.disable();
    }
  }

  private static Reply toxicsRequest(String method, EmbeddedProxy proxy, byte[] body)
      throws ApiException {
    if (method.equals("GET")) {
      return new Reply(200, proxy.toxics().stream().map(ToxicSpec::json).toList());
    }
    ToxicSpec spec = newToxic(proxy, RequestBody.parse(body));
    proxy.add(spec);
    return new Reply(200, spec.json());
  }

  private static ToxicSpec newToxic(EmbeddedProxy proxy, JsonNode json) throws ApiException {
    RequestBody wanted = RequestBody.object(json, "toxics.ToxicWrapper");
    String name = wanted.text("name", "");
    String typeName = wanted.text("type", "");
    String stream = wanted.text("stream", "downstream");
    float toxicity = wanted.number("toxicity", 1);
    wanted.numbers("attributes", List.of(), "NoopToxic", Map.of());
    if (!stream.equalsIgnoreCase("upstream") && !stream.equalsIgnoreCase("downstream")) {
      throw new ApiException(400, "stream was invalid, can be either upstream or downstream");
    }
    ToxicType type =
        ToxicType.byName(typeName).orElseThrow(() -> new ApiException(400, "invalid toxic type"));
    String called = name.isEmpty() ? typeName + "_" + stream : name;
    if (proxy.toxic(called).isPresent()) {
      throw new ApiException(409, "toxic already exists");
    }
    return new ToxicSpec(
        called, type, stream, toxicity, attributes(wanted, type, ToxicSpec.defaults(type)));
  }

  private static Map<String, Long> attributes(
      RequestBody wanted, ToxicType type, Map<String, Long> otherwise) throws ApiException {
    return wanted.numbers("attributes", type.attributes(), type.structName(), otherwise);
  }

  private static Reply toxicRequest(String method, EmbeddedProxy proxy, String name, byte[] body)
      throws ApiException {
    ToxicSpec spec = proxy.toxic(name).orElseThrow(() -> new ApiException(404, "toxic not found"));
    return switch (method) {
      case "DELETE" -> {
        proxy.remove(spec);
        yield NO_CONTENT;
      }
      case "POST", "PATCH" -> {
        RequestBody wanted = RequestBody.object(RequestBody.parse(body), "");
        ToxicSpec updated =
            new ToxicSpec(
                name,
                spec.type(),
                spec.stream(),
                wanted.number("toxicity", spec.toxicity()),
                attributes(wanted, spec.type(), spec.attributes()));
        proxy.update(updated);
        yield new Reply(200, updated.json());
      }
      default -> new Reply(200, spec.json());
    };
  }
}
