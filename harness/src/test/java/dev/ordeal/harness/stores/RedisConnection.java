package dev.ordeal.harness.stores;

import dev.ordeal.targets.Address;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that speaks Redis' protocol (RESP2); calls wait for their answers. */
final class RedisConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 2_000;

  /** An answer by which Redis refuses a command: it has done nothing. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream input;

  RedisConnection(Address address) throws IOException {
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      call("PING");
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  boolean isMaster() throws IOException {
    return ((List<?>) call("ROLE")).getFirst().equals("master");
  }

  /**
   * Calls a command.
   *
   * @return a text, a {@code Long}, a list of such, or null
   */
  Object call(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
    return answer();
  }

  private Object answer() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new Refused(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> text(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      default -> throw new IOException("no answer of Redis: " + line);
    };
  }

  private String text(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length + 2];
    input.readFully(bytes);
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private List<Object> list(int size) throws IOException {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(answer());
    }
    return elements;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = input.read(); read != '\n'; read = input.read()) {
      if (read < 0) {
        throw new EOFException("the connection was closed");
      }
      line.append((char) read);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
