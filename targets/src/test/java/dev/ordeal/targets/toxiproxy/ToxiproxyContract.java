package dev.ordeal.targets.toxiproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.ToxiproxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.ToxicList;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every Toxiproxy server must do, ours and the real one. */
abstract class ToxiproxyContract {
  private static final long REFUSAL_NANOS = 5_000_000_000L;

  private ToxiproxyServer server;
  private ToxiproxyClient client;
  private ServerSocket echo;
  private Proxy proxy;

  abstract ToxiproxyServer start() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    server = start();
    client = new ToxiproxyClient(server.host(), server.port());
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::echoAll);
    proxy = client.createProxy("echo", "127.0.0.1:0", "127.0.0.1:" + echo.getLocalPort());
  }

  @AfterEach
  void tearDown() throws IOException {
    echo.close();
    server.close();
  }

  private void echoAll() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException gone) {
      // The other end has what it wanted.
    }
  }

  private Socket connect() throws IOException {
    return connect(proxy);
  }

  private static Socket connect(Proxy to) throws IOException {
    String listen = to.getListen();
    int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    Socket socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static String roundTrip(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    byte[] answer = socket.getInputStream().readNBytes(text.length());
    return new String(answer, UTF_8);
  }

  private static double roundTripMillis(Socket socket) throws IOException {
    long began = System.nanoTime();
    roundTrip(socket, "ping");
    return (System.nanoTime() - began) / 1e6;
  }

  @Test
  void passesDataBothWays() throws IOException {
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket, "hello")).isEqualTo("hello");
      assertThat(roundTrip(socket, "x".repeat(200_000))).hasSize(200_000);
    }
  }

  @Test
  void latencyDelaysWhatFlowsThatWay() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, "warm");
      proxy.toxics().latency("slow", ToxicDirection.UPSTREAM, 200);
      assertThat(roundTripMillis(socket)).isBetween(195.0, 320.0);
      proxy.toxics().latency("slow2", ToxicDirection.DOWNSTREAM, 100);
      assertThat(roundTripMillis(socket)).isBetween(295.0, 420.0);
      proxy.toxics().get("slow").remove();
      proxy.toxics().get("slow2").remove();
      assertThat(roundTripMillis(socket)).isLessThan(100);
    }
  }

  @Test
  void bandwidthIsWithinTenPercent() throws IOException {
    proxy.toxics().bandwidth("narrow", ToxicDirection.DOWNSTREAM, 100);
    try (Socket socket = connect()) {
      int bytes = 150_000;
      long began = System.nanoTime();
      roundTrip(socket, "y".repeat(bytes));
      double seconds = (System.nanoTime() - began) / 1e9;
      assertThat(bytes / seconds).isBetween(90_000.0, 110_000.0);
    }
  }

  @Test
  void cutHoldsDataBackAndTheConnectionOpen() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, "warm");
      Toxic cut = proxy.toxics().timeout("cut", ToxicDirection.UPSTREAM, 0);
      socket.getOutputStream().write(1);
      socket.setSoTimeout(400);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      cut.remove();
      socket.setSoTimeout(5_000);
      // Bytes are missing, so the connection ends with the cut.
      assertThat(endOf(socket)).isNotEqualTo("data");
    }
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket, "again")).isEqualTo("again");
    }
  }

  @Test
  void timeoutClosesAnIdleConnection() throws IOException {
    proxy.toxics().timeout("end", ToxicDirection.DOWNSTREAM, 300);
    try (Socket socket = connect()) {
      long began = System.nanoTime();
      assertThat(endOf(socket)).isNotEqualTo("data");
      assertThat((System.nanoTime() - began) / 1e6).isBetween(250.0, 1_000.0);
    }
  }

  @Test
  void resetIsSeenAsAReset() throws IOException {
    proxy.toxics().resetPeer("reset", ToxicDirection.UPSTREAM, 100);
    try (Socket socket = connect()) {
      socket.getOutputStream().write("data".getBytes(UTF_8));
      assertThat(endOf(socket)).isEqualTo("reset");
    }
  }

  @Test
  void slicerKeepsTheBytes() throws IOException {
    proxy.toxics().slicer("slices", ToxicDirection.DOWNSTREAM, 50, 100).setSizeVariation(20);
    try (Socket socket = connect()) {
      String text = "0123456789".repeat(300);
      assertThat(roundTrip(socket, text)).isEqualTo(text);
    }
  }

  @Test
  void limitDataPassesThatMuchAndCloses() throws IOException {
    proxy.toxics().limitData("limit", ToxicDirection.DOWNSTREAM, 10);
    try (Socket socket = connect()) {
      socket.getOutputStream().write("more than ten bytes".getBytes(UTF_8));
      assertThat(socket.getInputStream().readNBytes(100)).hasSize(10);
    }
  }

  @Test
  void slowCloseHoldsTheEndBack() throws IOException {
    proxy.toxics().slowClose("slow", ToxicDirection.DOWNSTREAM, 300);
    try (Socket socket = connect()) {
      roundTrip(socket, "warm");
      long began = System.nanoTime();
      socket.shutdownOutput();
      assertThat(endOf(socket)).isEqualTo("end");
      assertThat((System.nanoTime() - began) / 1e6).isBetween(250.0, 1_500.0);
    }
  }

  /**
   * A process that another test starts at the same time holds copies of this one's sockets until it
   * becomes its program; so long the kernel accepts connections for it.
   */
  private void awaitRefusal() throws IOException {
    long end = System.nanoTime() + REFUSAL_NANOS;
    while (true) {
      try (Socket accepted = connect()) {
        assertThat(System.nanoTime()).as("still accepted: %s", accepted).isLessThan(end);
      } catch (ConnectException refused) {
        return;
      } catch (SocketException reset) {
        // The port was just being closed.
        assertThat(System.nanoTime()).as("%s", reset).isLessThan(end);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void disablingClosesConnectionsAndThePort() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, "warm");
      proxy.disable();
      assertThat(endOf(socket)).isNotEqualTo("data");
    }
    awaitRefusal();
    proxy.enable();
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket, "back")).isEqualTo("back");
    }
  }

  @Test
  void apiAnswersWithTheStatusesOfToxiproxy() throws Exception {
    assertThat(status("GET", "/version", "")).isEqualTo(200);
    assertThat(status("GET", "/proxies/none", "")).isEqualTo(404);
    assertThat(status("POST", "/proxies", "{\"name\":\"a\"}")).isEqualTo(400);
    assertThat(status("POST", "/proxies", "no json")).isEqualTo(400);
    String body = "{\"name\":\"a\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:9\"}";
    assertThat(status("POST", "/proxies", body)).isEqualTo(201);
    assertThat(status("POST", "/proxies", body)).isEqualTo(409);
    String toxics = "/proxies/a/toxics";
    assertThat(status("POST", toxics, "{\"type\":\"nonsense\"}")).isEqualTo(400);
    assertThat(status("POST", toxics, "{\"type\":\"latency\",\"stream\":\"up\"}")).isEqualTo(400);
    String latency = "{\"type\":\"latency\",\"attributes\":{\"latency\":5}}";
    assertThat(status("POST", toxics, latency)).isEqualTo(200);
    assertThat(status("POST", toxics, latency)).isEqualTo(409);
    assertThat(status("GET", toxics + "/latency_downstream", "")).isEqualTo(200);
    assertThat(status("DELETE", toxics + "/latency_downstream", "")).isEqualTo(204);
    assertThat(status("DELETE", toxics + "/latency_downstream", "")).isEqualTo(404);
    assertThat(status("DELETE", "/proxies/a", "")).isEqualTo(204);
    assertThat(status("POST", "/populate", "[" + body + "]")).isEqualTo(201);
    assertThat(status("POST", "/reset", "")).isEqualTo(204);
    assertThat(status("GET", "/nowhere", "")).isEqualTo(404);
  }

  @Test
  void apiAnswersAsToxiproxyDoes() throws Exception {
    int upstream = echo.getLocalPort();
    Proxy fixed = client.createProxy("e", "127.0.0.1:0", "127.0.0.1:" + upstream);
    client.getProxy("echo").delete();
    String listen = fixed.getListen();
    String port = listen.substring(listen.lastIndexOf(':') + 1);
    List<String> wrong = new ArrayList<>();
    for (ApiExchange exchange : ApiExchange.ALL) {
      UnaryOperator<String> filled =
          text ->
              text.replace("@P", port)
                  .replace("@U", Integer.toString(upstream))
                  .replace("@T", Integer.toString(upstream));
      HttpResponse<String> answer =
          send(exchange.method(), exchange.path(), filled.apply(exchange.request()));
      // An accident of 2.12.0: the logger is a public field of its proxies.
      String body = answer.body().replace("\"Logger\":{},", "");
      String expected = filled.apply(exchange.body());
      boolean same =
          expected.endsWith("*")
              ? body.startsWith(expected.substring(0, expected.length() - 1))
              : body.equals(expected);
      if (!same || answer.statusCode() != exchange.status()) {
        wrong.add(
            "%s %s %s: %d %s; expected %d %s"
                .formatted(
                    exchange.method(),
                    exchange.path(),
                    exchange.request(),
                    answer.statusCode(),
                    answer.body(),
                    exchange.status(),
                    expected));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void sameAddressesKeepConnectionsOpen() throws Exception {
    try (Socket socket = connect()) {
      roundTrip(socket, "warm");
      String listen = proxy.getListen().replace("127.0.0.1", "localhost");
      assertThat(status("PATCH", "/proxies/echo", "{\"listen\":\"" + listen + "\"}"))
          .isEqualTo(200);
      assertThat(roundTrip(socket, "still")).isEqualTo("still");
    }
  }

  @Test
  void loweringLatencyFreesWhatWaits() throws IOException {
    Latency slow = proxy.toxics().latency("slow", ToxicDirection.UPSTREAM, 4_000);
    try (Socket socket = connect()) {
      long began = System.nanoTime();
      socket.getOutputStream().write("ping".getBytes(UTF_8));
      slow.setLatency(0);
      assertThat(socket.getInputStream().readNBytes(4)).hasSize(4);
      assertThat((System.nanoTime() - began) / 1e6).isLessThan(3_000);
    }
  }

  @Test
  void latencyDoesNotDelayTheEndByItself() throws IOException {
    proxy.toxics().latency("slow", ToxicDirection.DOWNSTREAM, 3_000);
    try (Socket socket = connect()) {
      long began = System.nanoTime();
      socket.shutdownOutput();
      assertThat(endOf(socket)).isEqualTo("end");
      assertThat((System.nanoTime() - began) / 1e6).isLessThan(2_500);
    }
  }

  @Test
  void resetRemovesToxicsAndEnables() throws IOException {
    proxy.toxics().latency("slow", ToxicDirection.UPSTREAM, 200);
    proxy.disable();
    client.reset();
    ToxicList toxics = client.getProxy("echo").toxics();
    assertThat(toxics.getAll()).isEmpty();
    assertThat(client.getProxy("echo").isEnabled()).isTrue();
  }

  private int status(String method, String path, String body) throws Exception {
    return send(method, path, body).statusCode();
  }

  final HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + server.host() + ":" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void refusesBrowsers() throws Exception {
    String browser = "Mozilla/5.0";
    HttpResponse<String> answer = send("GET", "/proxies", "", "User-Agent", browser);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("User agent not allowed\n");
    assertThat(send("GET", "/none", "", "User-Agent", browser).statusCode()).isEqualTo(404);
  }

  /** How a connection ends: "end", "reset", or "data" if something still comes. */
  static String endOf(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    try {
      return in.read() < 0 ? "end" : "data";
    } catch (SocketException reset) {
      return "reset";
    }
  }

  static boolean isOnPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, name)));
  }
}
