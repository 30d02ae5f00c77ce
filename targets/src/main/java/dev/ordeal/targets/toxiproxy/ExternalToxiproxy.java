package dev.ordeal.targets.toxiproxy;

import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ToxiproxyServer;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.URI;

/**
 * A Toxiproxy server that somebody else runs and that keeps running.
 *
 * @param host host of its API, which must also be where its proxies listen
 * @param port port of its API
 */
public record ExternalToxiproxy(String host, int port) implements ToxiproxyServer {
  private static final int DEFAULT_PORT = 8474;

  /**
   * The server at a URL.
   *
   * @throws IllegalArgumentException if it is no http URL with a host
   */
  public static ExternalToxiproxy at(String url) {
    URI uri = URI.create(url);
    if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "'" + url + "' is no Toxiproxy address; write http://HOST:PORT");
    }
    return new ExternalToxiproxy(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
  }

  /**
   * Makes sure that it answers.
   *
   * @throws TargetException if it does not
   */
  public ExternalToxiproxy reachable() throws TargetException {
    try {
      new ToxiproxyClient(host, port).version();
      return this;
    } catch (IOException unreachable) {
      throw new TargetException(
          "No Toxiproxy answers at http://%s:%d (%s). Start one there, or use --toxiproxy embedded"
              .formatted(host, port, unreachable.getMessage()),
          unreachable);
    }
  }

  @Override
  public String proxyHost() {
    return host;
  }

  @Override
  public String description() {
    return "Toxiproxy at " + host + ":" + port;
  }

  @Override
  public void close() {
    // It is not ours to stop; its proxies are deleted one by one.
  }
}
