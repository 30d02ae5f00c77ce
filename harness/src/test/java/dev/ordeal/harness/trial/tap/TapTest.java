package dev.ordeal.harness.trial.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client's connection through a tap shows. */
@Timeout(30)
class TapTest {
  private static final int REQUEST_BYTES = 4;

  /** As a server of HTTP/1.0 does: it answers, and closes the connection. */
  private static void serve(ServerSocket server, BlockingQueue<Long> arrivals) {
    try {
      while (true) {
        try (Socket client = server.accept()) {
          client.getInputStream().readNBytes(REQUEST_BYTES);
          arrivals.add(System.nanoTime());
          client.getOutputStream().write("done".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** Sends a request and waits until the connection is closed. */
  private static void send(Address to) throws IOException {
    try (Socket socket = new Socket(to.host(), to.port())) {
      socket.getOutputStream().write("send".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void whatIsSentAgainAtOnceComesLater() throws Exception {
    BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        EmbeddedToxiproxy toxiproxy = new EmbeddedToxiproxy(0)) {
      Thread.ofPlatform().daemon().start(() -> serve(server, arrivals));
      Tap tap =
          new Tap(
              toxiproxy,
              new ToxiproxyClient(toxiproxy.host(), toxiproxy.port())
                  .createProxy("tap", "127.0.0.1:0", "127.0.0.1:" + server.getLocalPort()));
      tap.slowRequests();
      tap.loseAnswers();
      send(tap.address());
      send(tap.address());
      long first = arrivals.poll(10, TimeUnit.SECONDS);
      long second = arrivals.poll(10, TimeUnit.SECONDS);
      assertThat((second - first) / 1_000_000).isGreaterThanOrEqualTo(200);
      tap.findAnswers();
    }
  }
}
