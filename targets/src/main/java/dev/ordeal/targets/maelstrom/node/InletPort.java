package dev.ordeal.targets.maelstrom.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** A port at which others give this node messages, one a line. */
final class InletPort {
  private static final int BACKLOG = 200;

  private final ServerSocket server;

  private InletPort(ServerSocket server) {
    this.server = server;
  }

  /**
   * Opens a port.
   *
   * @param taker gets each line, and the connection it came over
   */
  static InletPort open(InetSocketAddress address, BiConsumer<String, Connection> taker)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    try {
      server.bind(address, BACKLOG);
    } catch (IOException busy) {
      server.close();
      throw new IOException("Cannot listen on %s: %s".formatted(address, busy.getMessage()), busy);
    }
    Thread.ofPlatform().daemon().name("at-" + address).start(() -> acceptAll(server, taker));
    return new InletPort(server);
  }

  int number() {
    return server.getLocalPort();
  }

  private static void acceptAll(ServerSocket server, BiConsumer<String, Connection> taker) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> read(socket, taker));
      } catch (IOException broken) {
        // One client that vanished while it was accepted; the next may do better.
      }
    }
  }

  private static void read(Socket socket, BiConsumer<String, Connection> taker) {
    try (Connection connection = new Connection(socket);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        taker.accept(line, connection);
      }
    } catch (IOException gone) {
      // The other side connects again if it has more to say.
    }
  }

  /** One connection, over which answers go back. Thread-safe. */
  static final class Connection implements AutoCloseable {
    private final Socket socket;
    private volatile boolean isClosed;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
    }

    boolean isClosed() {
      return isClosed;
    }

    /** Sends an answer; one to somebody who is gone is lost. */
    synchronized void send(String line) {
      try {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException gone) {
        isClosed = true;
      }
    }

    @Override
    public void close() {
      isClosed = true;
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // Closing is all that was wanted.
      }
    }
  }
}
