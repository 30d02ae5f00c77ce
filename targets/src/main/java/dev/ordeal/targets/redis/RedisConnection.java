package dev.ordeal.targets.redis;

import dev.ordeal.targets.Address;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that speaks Redis' protocol (RESP2). Nothing is sent twice.
 *
 * <p>After any {@link IOException} but a {@link RedisRefusal} it is closed: an answer that comes
 * late must not be taken for that of a later command.
 */
final class RedisConnection implements AutoCloseable {
  private static final int LINE_MAX = 64 * 1024;
  private static final int TEXT_MAX = 64 * 1024 * 1024;
  private static final int LIST_MAX = 1024 * 1024;
  private static final int DEPTH_MAX = 8;

  private final Socket socket = new Socket();
  private final DataInputStream input;

  /**
   * Connects and asks whether it is Redis.
   *
   * @param timeout of connecting, and of each wait for more of an answer
   */
  RedisConnection(Address address, Duration timeout) throws IOException {
    int millis = (int) timeout.toMillis();
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      call("PING");
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Sets how long it waits for more of an answer from now on. */
  void waitFor(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
  }

  /** The answer to {@code ROLE}: what the server is, and more about it. */
  List<?> role() throws IOException {
    if (call("ROLE") instanceof List<?> role && !role.isEmpty()) {
      return role;
    }
    throw broken("no answer to ROLE");
  }

  boolean isMaster() throws IOException {
    return "master".equals(role().getFirst());
  }

  /**
   * Calls a command.
   *
   * @return a text, a {@code Long}, a list of such, or null
   * @throws RedisRefusal if the answer is an error
   */
  Object call(String... words) throws IOException {
    Object answer = pipeline(List.of(List.of(words))).getFirst();
    if (answer instanceof RedisRefusal refusal) {
      throw refusal;
    }
    return answer;
  }

  /**
   * Sends commands at once.
   *
   * @return the answer to each; errors are {@link RedisRefusal}s
   */
  List<Object> pipeline(List<List<String>> commands) throws IOException {
    StringBuilder text = new StringBuilder();
    for (List<String> words : commands) {
      text.append('*').append(words.size()).append("\r\n");
      for (String word : words) {
        int length = word.getBytes(StandardCharsets.UTF_8).length;
        text.append('$').append(length).append("\r\n").append(word).append("\r\n");
      }
    }
    try {
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
      List<Object> answers = new ArrayList<>();
      for (int i = 0; i < commands.size(); i++) {
        answers.add(answer(DEPTH_MAX));
      }
      return answers;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  private Object answer(int depth) throws IOException {
    String line = line();
    if (line.isEmpty()) {
      throw broken("an empty line");
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> new RedisRefusal(rest);
      case ':' -> number(rest, Long.MIN_VALUE, Long.MAX_VALUE);
      case '$' -> text((int) number(rest, -1, TEXT_MAX));
      case '*' -> list((int) number(rest, -1, LIST_MAX), depth - 1);
      default -> throw broken(line.length() > 60 ? line.substring(0, 60) + "…" : line);
    };
  }

  private static long number(String text, long least, long most) throws IOException {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Said below.
    }
    throw broken("number " + (text.length() > 30 ? text.substring(0, 30) + "…" : text));
  }

  private String text(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = input.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the connection was closed in the middle of an answer");
    }
    if (bytes[length] != '\r' || bytes[length + 1] != '\n') {
      throw broken("a text longer than it says");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private List<Object> list(int size, int depth) throws IOException {
    if (size < 0) {
      return null;
    }
    if (depth < 0) {
      throw broken("lists in lists");
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(answer(depth));
    }
    return elements;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = input.read(); read != '\n'; read = input.read()) {
      if (read < 0) {
        throw new EOFException("the connection was closed");
      }
      if (line.length() == LINE_MAX) {
        throw broken("a line without an end");
      }
      line.append((char) read);
    }
    return line.toString().stripTrailing();
  }

  private static IOException broken(String seen) {
    return new UnexpectedAnswerException("no answer of Redis: " + seen);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // Closing is all that was wanted.
    }
  }
}
