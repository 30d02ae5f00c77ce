package dev.ordeal.targets;

import java.util.OptionalLong;

/** Where a Toxiproxy server can be reached. */
public interface ToxiproxyServer extends AutoCloseable {
  /** Host of the HTTP API. */
  String host();

  /** Port of the HTTP API. */
  int port();

  /** The address on which its proxies listen, as clients reach them. */
  String proxyHost();

  /** For people. */
  String description();

  /**
   * Bytes that a proxy delivered so far in one direction, whatever became of its connections.
   *
   * @return empty if this server does not count, or has no such proxy
   */
  default OptionalLong delivered(String proxy, boolean isUpstream) {
    return OptionalLong.empty();
  }

  /**
   * Lets a proxy refuse connections while its upstream refuses them, rather than accept and close
   * them: a client then knows that nothing was sent.
   *
   * @return false if this server cannot do so, or has no such proxy
   */
  default boolean refuseWithUpstream(String proxy) {
    return false;
  }

  /** Stops the server if it was started for this run. */
  @Override
  void close();
}
