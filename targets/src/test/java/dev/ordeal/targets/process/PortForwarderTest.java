package dev.ordeal.targets.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections by one address that arrive at different proxies. */
@Timeout(30)
class PortForwarderTest {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String FIRST = NodeView.loopbackHost(0);
  private static final String SECOND = NodeView.loopbackHost(1);

  private ServerSocket one;
  private ServerSocket two;
  private PortForwarder forwarder;
  private Address listener;

  @BeforeEach
  void open() throws IOException {
    one = listening();
    two = listening();
    forwarder = new PortForwarder("127.0.0.1");
    listener = forwarder.listen(0, Map.of(FIRST, address(one), SECOND, address(two)));
  }

  private static ServerSocket listening() throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static Address address(ServerSocket socket) {
    return new Address("127.0.0.1", socket.getLocalPort());
  }

  private Socket from(String host) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.bind(new InetSocketAddress(host, 0));
    socket.connect(new InetSocketAddress(listener.host(), listener.port()));
    return socket;
  }

  @AfterEach
  void close() throws IOException {
    forwarder.close();
    one.close();
    two.close();
  }

  @Test
  void theSourceDecidesWhereAConnectionGoes() throws IOException {
    try (Socket second = from(SECOND);
        Socket accepted = two.accept();
        Socket first = from(FIRST);
        Socket other = one.accept()) {
      second.getOutputStream().write('2');
      first.getOutputStream().write('1');
      assertThat(accepted.getInputStream().read()).isEqualTo('2');
      assertThat(other.getInputStream().read()).isEqualTo('1');
      accepted.getOutputStream().write('b');
      assertThat(second.getInputStream().read()).isEqualTo('b');
    }
  }

  @Test
  void whoIsNotKnownIsNotLetIn() throws IOException {
    try (Socket stranger = from("127.0.0.1")) {
      assertThat(stranger.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void theEndOfOneDirectionIsPassedOn() throws IOException {
    try (Socket caller = from(FIRST);
        Socket called = one.accept()) {
      caller.shutdownOutput();
      assertThat(called.getInputStream().read()).isEqualTo(-1);
      called.getOutputStream().write('x');
      assertThat(caller.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void aConnectionThatIsResetIsResetAtTheOtherEnd() throws IOException {
    try (Socket caller = from(FIRST)) {
      Socket called = one.accept();
      called.setSoLinger(true, 0);
      called.close();
      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void whereNobodyListensTheCallerIsTold() throws IOException {
    one.close();
    try (Socket caller = from(FIRST)) {
      assertThat(caller.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void nothingIsLeftAfterClosing() throws IOException {
    try (Socket caller = from(FIRST);
        Socket called = one.accept()) {
      forwarder.close();
      assertThat(isRefusedOrOver()).isTrue();
      called.setSoTimeout(PATIENCE_MILLIS);
      assertThat(isOver(called)).isTrue();
      assertThat(isOver(caller)).isTrue();
    }
  }

  /** A process that is being started just then may hold a copy of the port for an instant. */
  private boolean isRefusedOrOver() {
    try (Socket late = from(FIRST)) {
      late.setSoTimeout(5_000);
      return isOver(late);
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static boolean isOver(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }
}
