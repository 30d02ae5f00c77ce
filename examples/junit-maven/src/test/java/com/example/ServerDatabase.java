package com.example;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How the server is started, when it is ready, and clients of it. */
public final class ServerDatabase implements Database {
  private final String keeps;

  public ServerDatabase(Map<String, String> options) {
    keeps = options.getOrDefault("keeps", "file");
  }

  @Override
  public String name() {
    return "key-value-server";
  }

  @Override
  public String description() {
    return "the key-value server";
  }

  @Override
  public List<String> options() {
    return List.of("keeps=file|memory");
  }

  @Override
  public List<String> peerPorts() {
    return List.of();
  }

  @Override
  public String clientPort() {
    return "http";
  }

  @Override
  public int defaultNodes() {
    return 1;
  }

  @Override
  public Set<Class<?>> contracts() {
    return Set.of(RegisterClient.class);
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    node.machine().write(node.data().resolve("created"), "");
    String file = keeps.equals("memory") ? "memory" : node.data().resolve("changes").toString();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classes(),
        Server.class.getName(),
        Integer.toString(node.own("http").port()),
        file);
  }

  private static String classes() throws IOException {
    try {
      return Path.of(Server.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException odd) {
      throw new IOException(odd);
    }
  }

  @Override
  public boolean isReady(Address node) {
    try (Client client = new Client(node)) {
      client.read(0);
      return true;
    } catch (IOException | InterruptedException notYet) {
      return false;
    }
  }

  @Override
  public boolean isLeader(Address node) {
    return isReady(node);
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address node) {
    return contract == RegisterClient.class ? Optional.of(new Client(node)) : Optional.empty();
  }

  /** Sends each request once. An exception leaves the outcome of the call unknown. */
  private record Client(Address node, HttpClient http) implements RegisterClient {
    Client(Address node) {
      this(node, HttpClient.newHttpClient());
    }

    private HttpResponse<String> send(String method, long key, String body)
        throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + node + "/" + key))
              .version(HttpClient.Version.HTTP_1_1)
              .timeout(Duration.ofSeconds(4))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200 && response.statusCode() != 409) {
        throw new IOException("status " + response.statusCode());
      }
      return response;
    }

    @Override
    public OptionalLong read(long key) throws IOException, InterruptedException {
      String value = send("GET", key, "").body();
      return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }

    @Override
    public void write(long key, long value) throws IOException, InterruptedException {
      send("PUT", key, Long.toString(value));
    }

    @Override
    public boolean compareAndSet(long key, long expected, long replacement)
        throws IOException, InterruptedException {
      return send("POST", key, expected + " " + replacement).statusCode() == 200;
    }

    @Override
    public void close() {
      http.shutdownNow();
    }
  }
}
