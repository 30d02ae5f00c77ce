package dev.ordeal.harness.cli.option;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** What {@code --host} and {@code --port} of a server say. */
public final class ListenAddress {
  private static final int PORT_MAX = 65_535;

  private ListenAddress() {}

  /**
   * The address to listen at.
   *
   * @throws UsageException if it is none of this machine's, or no port
   */
  public static InetSocketAddress of(String host, int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new UsageException("--port " + port + " is no port; give one from 0 to " + PORT_MAX);
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UsageException(
          "--host " + host + ": no such host; give an address of this machine");
    }
    if (!isOwn(address.getAddress())) {
      throw new UsageException(
          "--host " + host + ": no address of this machine; give one of its own, or localhost");
    }
    return address;
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      // Listening will tell.
      return true;
    }
  }

  /** Why one cannot listen there, and what to do. */
  public static IOException taken(InetSocketAddress address, BindException why) {
    return new IOException(
        "Cannot listen at %s:%d: %s. Give another --port, or 0 for a free one"
            .formatted(address.getHostString(), address.getPort(), why.getMessage()),
        why);
  }

  /** {@code host:port} as URLs have it, an IPv6 address in brackets. */
  public static String inUrl(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
