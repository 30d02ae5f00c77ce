package dev.ordeal.targets.toxiproxy;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/**
 * An address as Toxiproxy reads and shows it: {@code host:port}, {@code [v6]:port}, {@code :port}.
 * An empty text is any address and a free port.
 *
 * @param host null for any address
 * @param port 0 for a free one
 */
record TcpAddress(InetAddress host, int port) {
  /**
   * Reads an address and looks its host up.
   *
   * @throws IOException with Toxiproxy's own words if it is no address or the host is not known
   */
  static TcpAddress resolve(String text) throws IOException {
    if (text.isEmpty()) {
      return new TcpAddress(null, 0);
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IOException("address " + text + ": missing port in address");
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new IOException("address " + text + ": too many colons in address");
    }
    return new TcpAddress(host.isEmpty() ? null : lookUp(host), port(text.substring(colon + 1)));
  }

  private static int port(String text) throws IOException {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      throw new IOException("lookup tcp/" + text + ": unknown port", notANumber);
    }
    throw new IOException("address " + text + ": invalid port");
  }

  /** The first IPv4 address of a host if it has one. */
  private static InetAddress lookUp(String host) throws IOException {
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .min(Comparator.comparingInt(address -> address instanceof Inet4Address ? 0 : 1))
          .orElseThrow();
    } catch (UnknownHostException unknown) {
      throw new IOException("lookup " + host + ": no such host", unknown);
    }
  }

  InetSocketAddress socketAddress() {
    return host == null ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  /** The same address with the port that it was bound to. */
  TcpAddress at(int boundPort) {
    return new TcpAddress(host, boundPort);
  }

  /** How the address of a listening proxy is shown. */
  String listening() {
    return host == null ? "[::]:" + port : toString();
  }

  /** What a failed attempt to listen here is called. */
  String failure(IOException failed) {
    String reason = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
    // The JDK appends "(Bind failed)" on some systems.
    String plain = reason.replaceFirst(" \\(.*\\)$", "");
    String step = failed instanceof BindException ? "bind: " : "";
    return "listen tcp " + this + ": " + step + plain;
  }

  @Override
  public String toString() {
    if (host == null) {
      return ":" + port;
    }
    String text = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
  }
}
