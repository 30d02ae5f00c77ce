package dev.ordeal.targets.maelstrom.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * The way to one other place. Messages go in their order, or are lost: while there is no
 * connection, and when too many wait. Thread-safe.
 */
final class Outlet {
  private static final int WAITING_MAX = 10_000;
  private static final int DIAL_TIMEOUT_MILLIS = 1_000;

  private final InetSocketAddress address;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private volatile Consumer<String> answers = line -> {};
  private Socket socket;

  Outlet(InetSocketAddress address) {
    this.address = address;
    Thread.ofPlatform().daemon().name("to-" + address).start(this::sendAll);
  }

  /** Who takes what comes back over the same connection. */
  void answers(Consumer<String> taker) {
    answers = taker;
  }

  void offer(String line) {
    waiting.offer(line);
  }

  private void sendAll() {
    while (true) {
      try {
        send(waiting.take());
      } catch (IOException lost) {
        close();
      } catch (InterruptedException end) {
        return;
      }
    }
  }

  private void send(String line) throws IOException {
    if (socket == null) {
      connect();
    }
    OutputStream out = socket.getOutputStream();
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void connect() throws IOException {
    Socket fresh = new Socket();
    try {
      fresh.setTcpNoDelay(true);
      fresh.connect(address, DIAL_TIMEOUT_MILLIS);
    } catch (IOException unreachable) {
      fresh.close();
      throw unreachable;
    }
    socket = fresh;
    Thread.ofVirtual().start(() -> readAnswers(fresh));
  }

  private void readAnswers(Socket from) {
    try (from;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answers.accept(line);
      }
    } catch (IOException gone) {
      // Writing notices it, too, and connects again.
    }
  }

  private void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // Closing is all that was wanted.
      }
      socket = null;
    }
  }
}
