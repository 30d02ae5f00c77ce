package dev.ordeal.targets.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients as HTTP requests, against a server that answers what it is told to. */
class HttpClientsTest {
  private static final String TARGET =
      """
      name: http
      ports: {client: client}
      start: "true"
      ready: {http: GET /health, status: 2xx}
      options: {db: {default: main}}
      clients:
        register:
          http:
            read: {request: "GET /${option.db}/${key}", absent: 404, value: /value}
            write:
              request: PUT /${option.db}/${key}
              headers: {X-Client: "${client.id}"}
              body: '{"v": ${value}}'
              ok: [201, {status: 200, body: done}]
              fail: [409, {status: 200, body: refused}]
            cas: {request: "POST /${key}?old=${old}&new=${new}", mismatch: 412}
        set:
          http:
            add: {request: "PUT /s/${key}/${value}"}
            remove: {request: "DELETE /s/${key}/${value}"}
            contains: {request: "GET /s/${key}/${value}", absent: 404, value: body}
        counter:
          http:
            add: {request: "POST /c/${key}", body: "${value}"}
            read: {request: "GET /c/${key}", absent: 404, value: {regex: 'n=(-?\\d+)'}}
        queue:
          http:
            enqueue: {request: "POST /q/${key}", body: "${value}"}
            dequeue: {request: "DELETE /q/${key}", absent: 204}
        lock:
          http:
            acquire: {request: "PUT /l/${key}?max=${permits}", mismatch: 423}
            release: {request: "DELETE /l/${key}", mismatch: 423}
      """;

  @TempDir private Path folder;
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile String asked = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean isHealth = exchange.getRequestURI().getPath().equals("/health");
          if (!isHealth) {
            asked =
                "%s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), body);
          }
          if (status == 0) {
            // No answer: the connection ends.
            exchange.close();
            return;
          }
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private <C> C client(Class<C> type) throws Exception {
    Path file = Files.writeString(folder.resolve("http.yml"), TARGET);
    YamlDatabase database = new YamlDatabase(TargetFile.read(file), Map.of());
    Address address = new Address("127.0.0.1", server.getAddress().getPort());
    status = 200;
    return type.cast(database.client(type, new ClientView("n1", address, null)).orElseThrow());
  }

  private void answers(int code, String body) {
    status = code;
    answer = body;
  }

  @Test
  void registers() throws Exception {
    try (RegisterClient client = client(RegisterClient.class)) {
      answers(200, "{\"value\": 7}");
      assertThat(client.read(3)).hasValue(7);
      assertThat(asked).isEqualTo("GET /main/3 ");
      answers(200, "{\"value\": \"-8\"}");
      assertThat(client.read(3)).hasValue(-8);
      answers(404, "");
      assertThat(client.read(3)).isEmpty();
      answers(201, "");
      client.write(3, 9);
      assertThat(asked).isEqualTo("PUT /main/3 {\"v\": 9}");
      answers(200, "done");
      client.write(3, 9);
      answers(200, "");
      assertThat(client.compareAndSet(1, 2, 3)).isTrue();
      assertThat(asked).isEqualTo("POST /1?old=2&new=3 ");
      answers(412, "");
      assertThat(client.compareAndSet(1, 2, 3)).isFalse();
    }
  }

  @Test
  void otherTypes() throws Exception {
    try (SetClient set = client(SetClient.class)) {
      answers(200, "true");
      assertThat(set.contains(1, 2)).isTrue();
      answers(200, "false\n");
      assertThat(set.contains(1, 2)).isFalse();
      answers(404, "");
      assertThat(set.contains(1, 2)).isFalse();
      answers(200, "maybe");
      assertThatThrownBy(() -> set.contains(1, 2)).isInstanceOf(IOException.class);
    }
    try (CounterClient counter = client(CounterClient.class)) {
      answers(200, "total n=12;");
      assertThat(counter.count(1)).isEqualTo(12);
      answers(404, "");
      assertThat(counter.count(1)).isZero();
    }
    try (QueueClient queue = client(QueueClient.class)) {
      answers(200, "5");
      assertThat(queue.dequeue(1)).hasValue(5);
      answers(204, "");
      assertThat(queue.dequeue(1)).isEmpty();
    }
    try (LockClient lock = client(LockClient.class)) {
      answers(200, "");
      assertThat(lock.acquire(1, 2)).isTrue();
      assertThat(asked).isEqualTo("PUT /l/1?max=2 ");
      answers(423, "");
      assertThat(lock.release(1)).isFalse();
    }
  }

  @Test
  void onlyAResponseThatTheFileNamesIsADefiniteFailure() throws Exception {
    try (RegisterClient client = client(RegisterClient.class)) {
      answers(409, "conflict\nhere");
      assertThatThrownBy(() -> client.write(1, 2))
          .isInstanceOf(DefiniteFailure.class)
          .hasMessage("status-409: conflict here");
      answers(200, "refused");
      assertThatThrownBy(() -> client.write(1, 2)).isInstanceOf(DefiniteFailure.class);
      for (int other : new int[] {200, 204, 302, 400, 404, 500, 503}) {
        answers(other, "");
        assertThatThrownBy(() -> client.write(1, 2))
            .as("status %d", other)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("PUT /${option.db}/${key}: status " + other);
      }
      answers(0, "");
      assertThatThrownBy(() -> client.write(1, 2)).isInstanceOf(IOException.class);
      for (String body :
          new String[] {
            "", "{}", "{\"value\": null}", "{\"value\": 1.5}", "7", "{\"value\": \"x\"}"
          }) {
        answers(200, body);
        assertThatThrownBy(() -> client.read(1))
            .as(body)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("no whole number where it should be");
      }
    }
  }

  @Test
  void anAnswerWithoutAnEndIsNotReadToItsEnd() throws Exception {
    try (RegisterClient client = client(RegisterClient.class)) {
      answers(200, "x".repeat(3 << 20));
      assertThatThrownBy(() -> client.read(1)).hasMessageContaining("more than 1048576 bytes");
    }
  }

  @Test
  void aClientOfANodeThatIsNotReadyDoesNotOpen() throws Exception {
    Path file = Files.writeString(folder.resolve("http.yml"), TARGET);
    YamlDatabase database = new YamlDatabase(TargetFile.read(file), Map.of());
    Address address = new Address("127.0.0.1", server.getAddress().getPort());
    answers(503, "no leader");
    assertThatThrownBy(
            () -> database.client(RegisterClient.class, new ClientView("n1", address, null)))
        .isInstanceOf(IOException.class)
        .hasMessage("GET /health: status 503, not 200-299: no leader");
  }
}
