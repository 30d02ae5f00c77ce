package dev.ordeal.targets.jvm;

import dev.ordeal.targets.Address;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client's connection to a node, over which both send lines. One thread at a time uses it. */
public final class LineConnection implements Closeable {
  private static final int DIAL_TIMEOUT_MILLIS = 2_000;

  private final Socket socket;
  private final BufferedReader in;

  /**
   * Connects.
   *
   * @param answerTimeoutMillis how long {@link #receive} waits
   * @throws IOException if the node does not accept the connection within two seconds
   */
  public LineConnection(Address node, int answerTimeoutMillis) throws IOException {
    socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(node.host(), node.port()), DIAL_TIMEOUT_MILLIS);
      socket.setSoTimeout(answerTimeoutMillis);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException unreachable) {
      socket.close();
      throw unreachable;
    }
  }

  public void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The next line.
   *
   * @throws IOException if there is none in time, or the node ended the connection
   */
  public String receive() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("connection closed");
    }
    return line;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closing is all that was wanted.
    }
  }
}
