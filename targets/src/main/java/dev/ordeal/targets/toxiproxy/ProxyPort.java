package dev.ordeal.targets.toxiproxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;

/**
 * A port that is open, or reserved: then the kernel refuses connections, and no other program can
 * take the port. Not thread-safe.
 */
final class ProxyPort implements Closeable {
  private static final int BACKLOG = 128;

  private final boolean mayRefuse;
  private ServerSocket listening;
  private Socket reserved;

  private ProxyPort(ServerSocket listening, boolean mayRefuse) {
    this.listening = listening;
    this.mayRefuse = mayRefuse;
  }

  /**
   * Opens a port.
   *
   * @param address with port 0 for any free one, which may be reserved later in any case
   * @param mayRefuse whether it may be reserved later; then another socket of this user that shares
   *     ports does not make it fail
   */
  static ProxyPort open(InetSocketAddress address, boolean mayRefuse) throws IOException {
    // The kernel never picks a port for two sockets, also if both share ports.
    boolean isShared = (mayRefuse || address.getPort() == 0) && canShare();
    return new ProxyPort(listen(address, isShared), isShared);
  }

  /** Whether a socket that does not listen can hold the port of one that does. */
  private static boolean canShare() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      return probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }
  }

  private static ServerSocket listen(InetSocketAddress address, boolean isShared)
      throws IOException {
    ServerSocket fresh = new ServerSocket();
    try {
      fresh.setReuseAddress(true);
      if (isShared) {
        fresh.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      fresh.bind(address, BACKLOG);
      return fresh;
    } catch (IOException busy) {
      fresh.close();
      throw busy;
    }
  }

  int number() {
    return listening.getLocalPort();
  }

  /** What accepts connections; closed while they are refused. */
  ServerSocket listening() {
    return listening;
  }

  boolean isRefusing() {
    return reserved != null;
  }

  /**
   * Refuses connections until {@link #reopen}; also those that nobody has accepted yet.
   *
   * @return false if that cannot be done here, or is done already
   */
  boolean refuse() throws IOException {
    if (!mayRefuse || reserved != null) {
      return false;
    }
    Socket holder = new Socket();
    try {
      // Another program that reuses addresses, as most servers do, must not get it.
      holder.setReuseAddress(false);
      holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      holder.bind(listening.getLocalSocketAddress());
    } catch (IOException failed) {
      holder.close();
      throw failed;
    }
    reserved = holder;
    listening.close();
    return true;
  }

  /** Accepts connections again. */
  void reopen() throws IOException {
    listening = listen((InetSocketAddress) reserved.getLocalSocketAddress(), true);
    reserved.close();
    reserved = null;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    if (reserved != null) {
      reserved.close();
    }
  }
}
