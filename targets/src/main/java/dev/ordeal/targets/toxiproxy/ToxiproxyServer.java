package dev.ordeal.targets.toxiproxy;

/** Where a Toxiproxy server can be reached, whoever runs it. */
public interface ToxiproxyServer extends AutoCloseable {
  /** Host of the HTTP API. */
  String host();

  /** Port of the HTTP API. */
  int port();

  /** The address on which its proxies listen, as clients reach them. */
  String proxyHost();

  /** For people. */
  String description();

  /** Stops the server if it was started for this run. */
  @Override
  void close();
}
