package dev.ordeal.targets.toxiproxy;

import dev.ordeal.targets.ToxiproxyServer;

/** A Toxiproxy server started for this run, which listens on this machine's loopback interface. */
public interface LoopbackToxiproxy extends ToxiproxyServer {
  ServerPort serverPort();

  @Override
  default String host() {
    return ServerPort.HOST;
  }

  @Override
  default int port() {
    return serverPort().number();
  }

  @Override
  default String proxyHost() {
    return ServerPort.HOST;
  }
}
