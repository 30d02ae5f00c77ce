package dev.ordeal.targets.redis;

import dev.ordeal.targets.Address;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers commands with whatever bytes it is told to. */
final class FakeRedis implements Closeable {
  /** Closes the connection in place of an answer. */
  static final String HANG_UP = "hang up";

  /** Leaves a command unanswered. */
  static final String SILENCE = "";

  private final ServerSocket listener = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Function<String, String> answers;

  /**
   * @param answers the bytes to answer a command with, whose words are divided by spaces; null for
   *     {@code +OK}
   */
  FakeRedis(Function<String, String> answers) throws IOException {
    this.answers = answers;
    Thread.ofVirtual().start(this::accept);
  }

  Address address() {
    return new Address("127.0.0.1", listener.getLocalPort());
  }

  void answers(Function<String, String> others) {
    answers = others;
  }

  /** The commands that came, but PING and ROLE. */
  List<String> asked() {
    return asked.stream().filter(c -> !c.equals("PING") && !c.equals("ROLE")).toList();
  }

  int connections() {
    return connections.size();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException closed) {
        // That ends it.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      DataInputStream input =
          new DataInputStream(new BufferedInputStream(connection.getInputStream()));
      OutputStream output = connection.getOutputStream();
      while (true) {
        String command = command(input);
        asked.add(command);
        String answer = answers.apply(command);
        if (answer == null) {
          answer = command.equals("ROLE") ? "*1\r\n$6\r\nmaster\r\n" : "+OK\r\n";
        }
        if (answer.equals(HANG_UP)) {
          return;
        }
        for (byte each : answer.getBytes(StandardCharsets.UTF_8)) {
          // One by one: answers come in parts.
          output.write(each);
          output.flush();
        }
      }
    } catch (IOException over) {
      // The client has gone.
    }
  }

  private static String command(DataInputStream input) throws IOException {
    int words = Integer.parseInt(line(input).substring(1));
    List<String> command = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      byte[] word = new byte[Integer.parseInt(line(input).substring(1))];
      input.readFully(word);
      input.skipNBytes(2);
      command.add(new String(word, StandardCharsets.UTF_8));
    }
    return String.join(" ", command);
  }

  private static String line(DataInputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = input.read(); read != '\n'; read = input.read()) {
      if (read < 0) {
        throw new EOFException();
      }
      line.append((char) read);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
