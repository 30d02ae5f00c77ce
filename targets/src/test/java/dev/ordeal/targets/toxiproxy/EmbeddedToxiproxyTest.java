package dev.ordeal.targets.toxiproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.ToxiproxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The embedded server; beside the contract, where the real one is known to fail. */
class EmbeddedToxiproxyTest extends ToxiproxyContract {
  @Override
  ToxiproxyServer start() throws IOException {
    return new EmbeddedToxiproxy(1);
  }

  /** A proxy before an echo server that answers only once its client has ended its half. */
  private static void withProxy(ProxyTest test) throws IOException {
    try {
      withProxy(test, server -> {});
    } catch (IOException | RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private interface ServerTest {
    void run(EmbeddedToxiproxy server) throws Exception;
  }

  private static void withProxy(ProxyTest test, ServerTest after) throws Exception {
    try (EmbeddedToxiproxy server = new EmbeddedToxiproxy(1);
        ServerSocket upstream = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAtTheEnd(upstream));
      ToxiproxyClient client = new ToxiproxyClient(server.host(), server.port());
      Proxy proxy = client.createProxy("p", "127.0.0.1:0", "127.0.0.1:" + upstream.getLocalPort());
      String listen = proxy.getListen();
      int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
      test.run(proxy, port);
      after.run(server);
    }
  }

  private interface ProxyTest {
    void run(Proxy proxy, int port) throws IOException;
  }

  private static void answerAtTheEnd(ServerSocket upstream) {
    while (!upstream.isClosed()) {
      try (Socket socket = upstream.accept()) {
        byte[] all = socket.getInputStream().readAllBytes();
        socket.getOutputStream().write(all);
      } catch (IOException closed) {
        // The next client, or the end of the test.
      }
    }
  }

  @Test
  void halfClosedConnectionsStillAnswer() throws IOException {
    withProxy(
        (proxy, port) -> {
          try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("question".getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("question");
          }
        });
  }

  @Test
  void slicerWithoutSizesPassesDataWhole() throws IOException {
    withProxy(
        (proxy, port) -> {
          proxy.toxics().slicer("s", ToxicDirection.UPSTREAM, 0, 0);
          try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("question".getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).hasSize(8);
          }
        });
  }

  @Test
  void resetOfALiveConnectionIsAReset() throws IOException {
    withProxy(
        (proxy, port) -> {
          try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(1);
            proxy.toxics().resetPeer("r", ToxicDirection.UPSTREAM, 0);
            assertThat(endOfBusy(socket)).isEqualTo("reset");
          }
        });
  }

  /** How a connection ends that is written to: the reset may be there before the write. */
  private static String endOfBusy(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(2);
    } catch (SocketException reset) {
      return "reset";
    }
    return endOf(socket);
  }

  /** As a process that is being started holds a copy of the port for a moment. */
  @Test
  void aPortThatIsHeldForAMomentIsListenedAtAgain() throws Exception {
    withProxy(
        (proxy, port) -> {
          proxy.disable();
          ServerSocket copy = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          Thread child = Thread.ofVirtual().start(() -> closeAfter(copy, 200_000_000));
          proxy.enable();
          try (Socket socket = new Socket("127.0.0.1", port)) {
            assertThat(socket.isConnected()).isTrue();
          }
          assertThat(copy.isClosed()).as("%s", child).isTrue();
        });
  }

  private static void closeAfter(ServerSocket port, long nanos) {
    LockSupport.parkNanos(nanos);
    try {
      port.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Test
  void aPortThatSomebodyElseTookIsNamed() throws Exception {
    withProxy(
        (proxy, port) -> {
          proxy.disable();
          try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(proxy::enable)
                .as("%s", other)
                .hasMessageContaining("address already in use");
          }
        });
  }

  @Test
  void timeoutEndsAConnectionThatIsBusy() throws IOException {
    withProxy(
        (proxy, port) -> {
          try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(50);
            proxy.toxics().timeout("t", ToxicDirection.UPSTREAM, 300);
            long began = System.nanoTime();
            boolean over = false;
            while (!over && System.nanoTime() - began < 5_000_000_000L) {
              try {
                socket.getOutputStream().write(1);
                over = socket.getInputStream().read() < 0;
              } catch (java.net.SocketTimeoutException stillOpen) {
                over = false;
              } catch (IOException gone) {
                over = true;
              }
            }
            assertThat(over).isTrue();
            assertThat((System.nanoTime() - began) / 1e6).isBetween(250.0, 1_500.0);
          }
        });
  }

  @Test
  void toxicityZeroAffectsNobody() throws IOException {
    withProxy(
        (proxy, port) -> {
          proxy.toxics().resetPeer("r", ToxicDirection.UPSTREAM, 0).setToxicity(0);
          for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
              socket.setSoTimeout(5_000);
              socket.getOutputStream().write("question".getBytes(UTF_8));
              socket.shutdownOutput();
              assertThat(socket.getInputStream().readAllBytes()).hasSize(8);
            }
          }
        });
  }

  @Test
  void metricsCountBytesByProxyAndDirection() throws Exception {
    withProxy(
        (proxy, port) -> {
          try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("question".getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).hasSize(8);
          }
        },
        server -> {
          try (var in =
              new java.net.URI("http://127.0.0.1:" + server.port() + "/metrics")
                  .toURL()
                  .openStream()) {
            assertThat(new String(in.readAllBytes(), UTF_8))
                .contains("toxiproxy_proxy_received_bytes_total{direction=\"upstream\"")
                .containsPattern("sent_bytes_total\\{direction=\"downstream\".*\\} 8\n");
          }
        });
  }

  /** What waits behind any toxic is bounded: a sender that is not read from must wait itself. */
  @Test
  void aSenderWaitsWhereATooSlowToxicHoldsItsBytes() throws IOException {
    withProxy(
        (proxy, port) -> {
          proxy.toxics().slicer("s", ToxicDirection.UPSTREAM, 1, 0);
          proxy.toxics().latency("l", ToxicDirection.UPSTREAM, 3_600_000);
          try (Socket socket = new Socket("127.0.0.1", port)) {
            AtomicLong sent = new AtomicLong();
            Thread sender =
                Thread.ofPlatform()
                    .daemon()
                    .start(
                        () -> {
                          try {
                            while (true) {
                              socket.getOutputStream().write(new byte[65_536]);
                              sent.addAndGet(65_536);
                            }
                          } catch (IOException over) {
                            // The test is over.
                          }
                        });
            long last = -1;
            while (sent.get() != last) {
              last = sent.get();
              sleep(500);
            }
            assertThat(last).isLessThan(64L << 20);
            assertThat(sender.isAlive()).isTrue();
          }
        });
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
