package dev.ordeal.targets.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.lock.LockClient;
import dev.ordeal.workloads.queue.QueueClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
            .hasMessageContaining("PUT /${option.db}/1: status " + other);
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
  void numbersOf64BitsAreRead() throws Exception {
    try (RegisterClient client = client(RegisterClient.class)) {
      answers(200, "{\"value\": 9223372036854775807}");
      assertThat(client.read(1)).hasValue(Long.MAX_VALUE);
      answers(200, "{\"value\": 9223372036854775808}");
      assertThatThrownBy(() -> client.read(1)).isInstanceOf(IOException.class);
    }
  }

  /** Sends a response, and reads what comes until the client leaves. */
  private static void raw(ServerSocket listening, String response, boolean isClosed) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = listening.accept()) {
                socket.getInputStream().read(new byte[1 << 12]);
                socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
                if (isClosed) {
                  socket.shutdownOutput();
                }
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException over) {
                // The client has left.
              }
            });
  }

  private Http.Response sent(String response, boolean isClosed, Duration limit) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      raw(listening, response, isClosed);
      URI uri = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/");
      return Http.send(Http.client(limit), HttpRequest.newBuilder(uri).timeout(limit).build());
    }
  }

  @Test
  void aBodyThatEndsWithItsConnectionMayHaveBeenCutOff() throws Exception {
    String head = "HTTP/1.1 200 OK\r\n";
    Duration limit = Duration.ofSeconds(10);
    Http.Response open = sent(head + "\r\n12", true, limit);
    assertThat(open.body()).isEqualTo("12");
    assertThat(open.isWhole()).isFalse();
    assertThat(sent(head + "Content-Length: 2\r\n\r\n12", false, limit).isWhole()).isTrue();
    assertThatThrownBy(() -> sent(head + "Content-Length: 2\r\n\r\n1", true, limit))
        .isInstanceOf(IOException.class);

    Path file = Files.writeString(folder.resolve("http.yml"), TARGET);
    Map<Contract, ClientKind> clients = TargetFile.read(file).clients();
    Map<String, HttpFunction> functions = new HashMap<>();
    for (Contract contract : List.of(Contract.REGISTER, Contract.SET)) {
      ((ClientKind.OfHttp) clients.get(contract))
          .functions()
          .forEach((function, http) -> functions.put(function.name(), http));
    }
    Http.Response cut = new Http.Response(200, "true", false);
    assertThatThrownBy(() -> functions.get("contains").result("GET /1", cut))
        .hasMessageContaining("without Content-Length");
    Http.Response json = new Http.Response(200, "{\"value\": 12}", false);
    assertThat(functions.get("read").result("GET /1", json).longValue()).isEqualTo(12);
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsGivenUp() {
    String begun = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12";
    assertThatThrownBy(() -> sent(begun, false, Duration.ofSeconds(1)))
        .hasMessage("the answer has not ended within 1 s");
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
