package dev.ordeal.harness.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store of the YAML examples, whose log must hold a traceback for each defect and no other. */
@Timeout(60)
class ExampleServerTest {
  @TempDir private Path folder;
  private Process server;
  private int port;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @BeforeEach
  void start() throws IOException {
    port = freePort();
    int peerPort = freePort();
    ProcessBuilder command =
        new ProcessBuilder("python3", "../examples/yaml/kv_server.py", "--index", "0");
    command.command().addAll(List.of("--client-port", "" + port));
    command.command().addAll(List.of("--peer-port", "" + peerPort));
    command.command().addAll(List.of("--nodes", "127.0.0.1:" + peerPort));
    command.command().addAll(List.of("--data", folder.resolve("changes").toString()));
    command.command().addAll(List.of("--reads", "primary"));
    try {
      server = command.redirectError(folder.resolve("errors").toFile()).start();
    } catch (IOException none) {
      assumeTrue(false, "there is no python3");
    }
    assertThat(server.inputReader().readLine()).isEqualTo("serving");
  }

  @AfterEach
  void end() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Socket sent(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  /** Ordeal resets connections; a number that is none is what the server does not expect. */
  @Test
  void onlyADefectIsLoggedAsOne() throws Exception {
    for (String request : new String[] {"", "GET /health HT", "PUT /keys/1 HTTP/1.1\r\n"}) {
      for (int i = 0; i < 20; i++) {
        try (Socket reset = sent(request)) {
          reset.setSoLinger(true, 0);
        }
      }
    }
    try (Socket defect = sent("PUT /keys/1 HTTP/1.1\r\nContent-Length: 1\r\n\r\nx")) {
      assertThat(defect.getInputStream().read()).isNegative();
    }
    // The connection is closed behind what is printed.
    String logged = Files.readString(folder.resolve("errors"));
    assertThat(logged).containsOnlyOnce("Traceback").contains("invalid literal for int()");
  }
}
