package dev.ordeal.targets.brittle;

import dev.ordeal.targets.Address;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** A client of one brittle node: a line asks, a line answers. */
final class BrittleClient implements RegisterClient {
  private static final int DIAL_TIMEOUT_MILLIS = 2_000;

  private final Socket socket;
  private final BufferedReader in;

  BrittleClient(Address node, int answerTimeoutMillis) throws IOException {
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

  String ask(String request) throws IOException {
    socket.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
    String answer = in.readLine();
    if (answer == null) {
      throw new IOException("connection closed");
    }
    return answer;
  }

  /** What follows "ok"; everything else is an exception of the right kind. */
  private String call(String request) throws IOException, DefiniteFailure {
    String answer = ask(request);
    if (answer.startsWith("ok")) {
      return answer.substring(2).strip();
    }
    if (answer.startsWith("fail ")) {
      throw new DefiniteFailure(answer.substring(5));
    }
    throw new IOException(answer.startsWith("info ") ? answer.substring(5) : answer);
  }

  @Override
  public OptionalLong read(long key) throws IOException, DefiniteFailure {
    String value = call("read " + key);
    return value.equals("nil") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  @Override
  public void write(long key, long value) throws IOException, DefiniteFailure {
    call("write " + key + " " + value);
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement)
      throws IOException, DefiniteFailure {
    String answer = ask("cas " + key + " " + expected + " " + replacement);
    if (answer.equals("fail mismatch")) {
      return false;
    }
    if (answer.startsWith("fail ")) {
      throw new DefiniteFailure(answer.substring(5));
    }
    if (!answer.equals("ok")) {
      throw new IOException(answer.startsWith("info ") ? answer.substring(5) : answer);
    }
    return true;
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
