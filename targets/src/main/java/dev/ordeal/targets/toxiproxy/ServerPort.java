package dev.ordeal.targets.toxiproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The port of this machine's loopback interface at which a server of this process listens. */
public record ServerPort(int number) {
  public static final String HOST = "127.0.0.1";

  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  /** Whether a server still runs. */
  public interface Life {
    boolean isThere() throws IOException;
  }

  /** A port at which nobody listens now. */
  public static ServerPort free() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
      return new ServerPort(probe.getLocalPort());
    }
  }

  /**
   * Waits until the server listens.
   *
   * @throws IOException if it ends before, or takes too long
   */
  public void await(Life server) throws IOException {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (true) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(HOST, number), 200);
        return;
      } catch (IOException notYet) {
        if (!server.isThere() || System.nanoTime() > deadline) {
          throw notYet;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }
}
