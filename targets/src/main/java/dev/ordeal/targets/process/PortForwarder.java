package dev.ordeal.targets.process;

import dev.ordeal.targets.Address;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For nodes that tell each other where a third one is, so that all have to know it by one address:
 * a listener for each of its ports forwards each connection to the proxy of its link. Which one
 * that is, the address tells that the connection comes from. Thread-safe.
 *
 * <p>All of it is in this process, and ends with it.
 */
final class PortForwarder implements Closeable {
  private static final int BACKLOG = 200;
  private static final int TIMEOUT_MILLIS = 5_000;

  private final InetAddress host;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  /**
   * @param host the address of this machine at which all listeners are
   */
  PortForwarder(String host) throws IOException {
    this.host = InetAddress.getByName(host);
  }

  /**
   * Listens at a port.
   *
   * @param routes where connections go, by the host that a connection comes from; others are closed
   *     at once
   */
  Address listen(int port, Map<String, Address> routes) throws IOException {
    ServerSocket listener = new ServerSocket(port, BACKLOG, host);
    open.add(listener);
    Map<String, Address> fixed = Map.copyOf(routes);
    Thread.ofVirtual().name("forwarder").start(() -> accept(listener, fixed));
    return new Address(host.getHostAddress(), listener.getLocalPort());
  }

  private void accept(ServerSocket listener, Map<String, Address> routes) {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        Address route = routes.get(caller.getInetAddress().getHostAddress());
        Thread.ofVirtual().start(() -> forward(caller, route));
      } catch (IOException closedOrBroken) {
        // The former ends the loop; of the latter the caller knows.
      }
    }
  }

  private void forward(Socket caller, Address route) {
    Socket called = new Socket();
    try (caller;
        called) {
      open.add(caller);
      open.add(called);
      if (route == null || isClosed) {
        return;
      }
      caller.setTcpNoDelay(true);
      called.setTcpNoDelay(true);
      called.connect(new InetSocketAddress(route.host(), route.port()), TIMEOUT_MILLIS);
      Thread back = Thread.ofVirtual().start(() -> pass(called, caller));
      pass(caller, called);
      back.join();
    } catch (IOException unreachable) {
      // Closing is all that can be told.
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(caller);
      open.remove(called);
    }
  }

  /** Passes on what comes, and the end; a connection that breaks breaks the other, too. */
  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // As was wanted.
    }
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    for (Closeable each : open) {
      each.close();
    }
  }
}
