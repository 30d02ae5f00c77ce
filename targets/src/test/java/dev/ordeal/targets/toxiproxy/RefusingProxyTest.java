package dev.ordeal.targets.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy that refuses connections while its upstream does. */
class RefusingProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private EmbeddedToxiproxy server;
  private ServerSocket upstream;
  private Proxy proxy;
  private int port;

  @BeforeEach
  void open() throws IOException {
    server = new EmbeddedToxiproxy(1);
    upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy =
        new ToxiproxyClient(server.host(), server.port())
            .createProxy("p", "127.0.0.1:0", "127.0.0.1:" + upstream.getLocalPort());
    port = new InetSocketAddress("127.0.0.1", portOf(proxy)).getPort();
    assertThat(server.refuseWithUpstream("p")).isTrue();
    assertThat(server.refuseWithUpstream("unknown")).isFalse();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    upstream.close();
  }

  private static int portOf(Proxy proxy) {
    String listen = proxy.getListen();
    return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
  }

  private Socket connect() throws IOException {
    return new Socket("127.0.0.1", port);
  }

  private boolean refuses() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        connect().close();
        return false;
      } catch (ConnectException refused) {
        return true;
      } catch (SocketException reset) {
        // The port was just being closed, so this was neither; ask again.
        assertThat(System.nanoTime()).as("%s", reset).isLessThan(deadline);
      }
    }
  }

  private void awaitRefusing(boolean expected) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (refuses() != expected && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(refuses()).isEqualTo(expected);
  }

  @Test
  void connectionsAreRefusedWhileTheUpstreamRefusesThem() throws IOException {
    awaitRefusing(false);
    int address = upstream.getLocalPort();
    for (int i = 0; i < 3; i++) {
      upstream.close();
      awaitRefusing(true);
      upstream = new ServerSocket(address, 50, InetAddress.getLoopbackAddress());
      awaitRefusing(false);
      try (Socket client = connect();
          Socket accepted = accepted(client)) {
        accepted.getOutputStream().write(7);
        assertThat(client.getInputStream().read()).isEqualTo(7);
      }
    }
  }

  /** The upstream's end of a client's connection; connections of others are closed. */
  private Socket accepted(Socket client) throws IOException {
    client.setSoTimeout((int) PATIENCE.toMillis());
    client.getOutputStream().write(42);
    while (true) {
      Socket next = upstream.accept();
      if (next.getInputStream().read() == 42) {
        return next;
      }
      next.close();
    }
  }

  @Test
  void anUpstreamThatEndsWithItsConnectionsIsNoticedBeforeTheNextClient() throws IOException {
    try (Socket client = connect()) {
      Socket accepted = accepted(client);
      upstream.close();
      accepted.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // Not asked by connecting, which would make the proxy notice.
    while (isListening() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(refuses()).isTrue();
  }

  private boolean isListening() throws IOException {
    String hex = ":%04X 00000000:0000 0A".formatted(port);
    return Files.readString(Path.of("/proc/net/tcp")).contains(hex);
  }

  @Test
  void theConnectionThatAClientEndsDoesNotMakeTheProxyAskTheUpstream() throws IOException {
    Socket client = connect();
    try (Socket accepted = accepted(client)) {
      client.close();
      assertThat(accepted.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket second = connect();
        Socket accepted = upstream.accept()) {
      second.getOutputStream().write(1);
      assertThat(accepted.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void thePortIsHeldWhileConnectionsAreRefusedAndLetGoWhenTheProxyIsDisabled() throws IOException {
    upstream.close();
    awaitRefusing(true);
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    try (ServerSocket other = new ServerSocket()) {
      assertThatThrownBy(() -> other.bind(address)).isInstanceOf(BindException.class);
    }
    proxy.disable();
    awaitBind(address);
    proxy.enable();
    awaitRefusing(true);
  }

  /** A process that another test just starts may hold a copy of the socket for a moment. */
  private void awaitBind(InetSocketAddress address) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (ServerSocket other = new ServerSocket()) {
        other.bind(address);
        assertThat(other.getLocalPort()).isEqualTo(port);
        return;
      } catch (BindException held) {
        assertThat(System.nanoTime()).as("%s", held).isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
