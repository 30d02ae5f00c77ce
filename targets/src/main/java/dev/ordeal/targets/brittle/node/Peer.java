package dev.ordeal.targets.brittle.node;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends lines to one peer, as far as it can be reached; lines that cannot be sent are lost. */
final class Peer {
  private static final int LINES_WAITING_MAX = 500;
  private static final int DIAL_TIMEOUT_MILLIS = 500;
  private static final long REDIAL_MILLIS = 100;

  private final InetSocketAddress address;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(LINES_WAITING_MAX);

  Peer(String name, InetSocketAddress address) {
    this.address = address;
    Thread.ofPlatform().name("to-" + name).daemon().start(this::run);
  }

  void send(String line) {
    // A full queue means that the peer does not take anything: what is one more lost line.
    boolean queued = waiting.offer(line);
    if (!queued) {
      waiting.poll();
    }
  }

  private void run() {
    while (true) {
      try (Socket socket = new Socket()) {
        socket.setTcpNoDelay(true);
        socket.connect(address, DIAL_TIMEOUT_MILLIS);
        // What waited while there was no connection is too old to be of use.
        waiting.clear();
        // The peer never answers on this connection: reading tells when it is gone.
        Thread.ofVirtual().start(() -> closeWhenGone(socket));
        OutputStream out = socket.getOutputStream();
        while (true) {
          StringBuilder lines = new StringBuilder(waiting.take()).append('\n');
          for (String more = waiting.poll(); more != null; more = waiting.poll()) {
            lines.append(more).append('\n');
          }
          out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException gone) {
        pause();
      } catch (InterruptedException interrupted) {
        return;
      }
    }
  }

  private static void closeWhenGone(Socket socket) {
    try (socket) {
      int read = socket.getInputStream().read();
      if (read >= 0) {
        throw new IOException("unexpected answer " + read);
      }
    } catch (IOException gone) {
      // The writer notices by itself.
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(REDIAL_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
