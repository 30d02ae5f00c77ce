import dev.ordeal.targets.*;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.*;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.stream.Collectors;

/** Starts nodes of kv_server.py and makes clients for them. */
public class MyDatabase implements Database {
  private final Map<String, String> options;                      // what --set says
  public MyDatabase(Map<String, String> options) { this.options = options; }
  public String name() { return "my-database"; }
  public List<String> options() { return List.of("server=FILE", "reads=primary|local"); }
  public List<String> peerPorts() { return List.of("peer"); }    // names; the environment chooses the numbers
  public String clientPort() { return "client"; }
  public int defaultNodes() { return 3; }
  public Set<Class<?>> contracts() { return Set.of(RegisterClient.class); }
  public List<String> launch(NodeView node) throws IOException { // before every start of a node
    Path server = Path.of(options.getOrDefault("server", "examples/yaml/kv_server.py")).toAbsolutePath();
    node.machine().copy(server, node.folder().resolve("kv_server.py"));
    node.machine().write(node.data().resolve("created"), "");
    String nodes = node.nodes().stream().map(n -> "" + node.address(n, "peer")).collect(Collectors.joining(","));
    return List.of("python3", "kv_server.py", "--index=" + node.index(), "--nodes=" + nodes,
        "--client-port=" + node.own("client").port(), "--peer-port=" + node.own("peer").port(),
        "--data=" + node.data().resolve("changes"), "--reads=" + options.getOrDefault("reads", "primary"));
  }
  public boolean isReady(Address node) { return new Client(node).answers("/health", "ok"); }
  public boolean isLeader(Address node) { return new Client(node).answers("/role", "primary"); }
  public Optional<AutoCloseable> client(Class<?> contract, Address node) throws IOException {
    if (!isReady(node)) { throw new IOException("the node does not answer"); }
    return contract == RegisterClient.class ? Optional.of(new Client(node)) : Optional.empty();
  }
  /** Sends each request once. An exception leaves the outcome of the call unknown. */
  record Client(Address node, HttpClient http) implements RegisterClient {
    Client(Address node) { this(node, HttpClient.newHttpClient()); }
    HttpResponse<String> send(String method, String path, Object body, int other) throws Exception {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + node + path))
          .version(HttpClient.Version.HTTP_1_1).timeout(Duration.ofSeconds(4))
          .method(method, HttpRequest.BodyPublishers.ofString("" + body)).build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200 || response.statusCode() == other) { return response; }
      throw new IOException("status " + response.statusCode());
    }
    boolean answers(String path, String text) {
      try (this) { return send("GET", path, "", 200).body().equals(text); } catch (Exception none) { return false; }
    }
    public OptionalLong read(long key) throws Exception {
      HttpResponse<String> got = send("GET", "/keys/" + key, "", 404);
      return got.statusCode() == 404 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(got.body()));
    }
    public void write(long key, long value) throws Exception { send("PUT", "/keys/" + key, value, 200); }
    public boolean compareAndSet(long key, long old, long fresh) throws Exception {
      return send("POST", "/keys/" + key, "{\"old\": " + old + ", \"new\": " + fresh + "}", 409).statusCode() == 200;
    }
    public void close() { http.shutdownNow(); }
  }
}
