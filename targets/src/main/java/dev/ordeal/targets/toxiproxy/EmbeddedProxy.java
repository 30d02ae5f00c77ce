package dev.ordeal.targets.toxiproxy;

import dev.ordeal.targets.toxiproxy.toxic.ToxicSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One proxy of the embedded server: a listening port, an upstream, toxics. Thread-safe.
 *
 * <p>As Toxiproxy does, it accepts a connection before it dials the upstream, and closes it if the
 * upstream is not there. With {@link #refuseWithUpstream} it refuses connections while the upstream
 * refuses them, as the upstream itself would.
 */
final class EmbeddedProxy {
  private static final int DIAL_TIMEOUT_MILLIS = 5_000;

  /** How often an upstream that refused connections is asked whether it accepts them again. */
  private static final int ASK_AGAIN_MILLIS = 20;

  private final String name;
  private final SplittableRandom random;
  private final ClosedPorts closedPorts;
  private final List<ToxicSpec> toxics = new ArrayList<>();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final TrafficCounter upward = new TrafficCounter();
  private final TrafficCounter downward = new TrafficCounter();
  private String listen;
  private String upstream;
  private ProxyPort port;
  private CompletableFuture<Void> acceptor;
  private boolean refusesWithUpstream;

  EmbeddedProxy(
      String name,
      String listen,
      String upstream,
      SplittableRandom random,
      ClosedPorts closedPorts) {
    this.name = name;
    this.listen = listen;
    this.upstream = upstream;
    this.random = random;
    this.closedPorts = closedPorts;
  }

  String name() {
    return name;
  }

  synchronized String listen() {
    return listen;
  }

  synchronized String upstream() {
    return upstream;
  }

  synchronized boolean isEnabled() {
    return port != null;
  }

  /** What clients sent to the upstream. */
  TrafficCounter upward() {
    return upward;
  }

  /** What the upstream sent to clients. */
  TrafficCounter downward() {
    return downward;
  }

  /** The toxics of the upstream chain, then those of the downstream chain. */
  synchronized List<ToxicSpec> toxics() {
    List<ToxicSpec> ordered =
        new ArrayList<>(toxics.stream().filter(ToxicSpec::isUpstream).toList());
    toxics.stream().filter(t -> !t.isUpstream()).forEach(ordered::add);
    return ordered;
  }

  synchronized Optional<ToxicSpec> toxic(String toxicName) {
    return toxics.stream().filter(t -> t.name().equals(toxicName)).findFirst();
  }

  /** Whether other addresses would make it another proxy, whatever they are called. */
  boolean differs(String otherListen, String otherUpstream) throws IOException {
    return !listen().equals(TcpAddress.resolve(otherListen).toString())
        || !upstream().equals(otherUpstream);
  }

  synchronized void enable() throws IOException {
    if (port != null) {
      return;
    }
    TcpAddress address = listenAddress();
    try {
      port = closedPorts.open(address.socketAddress(), refusesWithUpstream);
    } catch (IOException busy) {
      throw new IOException(address.failure(busy), busy);
    }
    listen = address.at(port.number()).listening();
    startAccepting();
  }

  private void startAccepting() {
    ServerSocket listening = port.listening();
    acceptor =
        CompletableFuture.runAsync(
            () -> acceptAll(listening), Thread.ofVirtual().name("proxy-" + name)::start);
  }

  /**
   * From now on refuses connections while the upstream does, where the system allows to hold a port
   * without listening. A proxy that was told which port to listen at does so once it was disabled
   * and enabled again.
   */
  synchronized void refuseWithUpstream() {
    refusesWithUpstream = true;
  }

  private TcpAddress listenAddress() throws IOException {
    try {
      return TcpAddress.resolve(listen);
    } catch (IOException noAddress) {
      throw new IOException("listen tcp: " + noAddress.getMessage(), noAddress);
    }
  }

  /** Closes the port and every connection. */
  void disable() {
    ProxyPort old;
    CompletableFuture<Void> accepting;
    int number;
    synchronized (this) {
      old = port;
      number = old == null ? 0 : old.number();
      accepting = acceptor;
      port = null;
      acceptor = null;
    }
    if (old != null) {
      try {
        old.close();
      } catch (IOException alreadyGone) {
        // It does not listen any more, which is all that was wanted.
      }
      closedPorts.add(number);
      // The port is let go only when the thread that waits for clients has noticed.
      accepting.join();
    }
    connections.forEach(ProxiedConnection::close);
  }

  synchronized void readdress(String newListen, String newUpstream) {
    listen = newListen;
    upstream = newUpstream;
  }

  synchronized void add(ToxicSpec spec) {
    toxics.add(spec);
    connections.forEach(c -> c.pipe(spec.isUpstream()).add(spec));
  }

  synchronized void update(ToxicSpec spec) {
    toxics.replaceAll(t -> t.name().equals(spec.name()) ? spec : t);
    connections.forEach(c -> c.pipe(spec.isUpstream()).update(spec));
  }

  synchronized void remove(ToxicSpec spec) {
    toxics.removeIf(t -> t.name().equals(spec.name()));
    connections.forEach(c -> c.pipe(spec.isUpstream()).remove(spec.name()));
  }

  synchronized void removeAll() {
    List.copyOf(toxics).forEach(this::remove);
  }

  /** The proxy as the API shows it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name());
    json.put("listen", listen());
    json.put("upstream", upstream());
    json.put("enabled", isEnabled());
    json.put("toxics", toxics().stream().map(ToxicSpec::json).toList());
    return json;
  }

  private void acceptAll(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        // Dialling must not hold up the next client.
        Thread.ofVirtual().name("dial-" + name).start(() -> connect(listening, client));
      } catch (SocketException closed) {
        return;
      } catch (IOException broken) {
        // One client that vanished while it was accepted; the next may do better.
      }
    }
  }

  private void connect(ServerSocket listening, Socket client) {
    Socket server = new Socket();
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(TcpAddress.resolve(upstream()).socketAddress(), DIAL_TIMEOUT_MILLIS);
    } catch (IOException unreachable) {
      closeQuietly(client);
      closeQuietly(server);
      if (unreachable instanceof ConnectException) {
        upstreamRefused(listening);
      }
      return;
    }
    synchronized (this) {
      if (listening.isClosed()) {
        closeQuietly(client);
        closeQuietly(server);
        return;
      }
      ProxiedConnection[] self = new ProxiedConnection[1];
      self[0] =
          new ProxiedConnection(
              client,
              server,
              upward,
              downward,
              random.split(),
              () -> connections.remove(self[0]),
              () -> upstreamLeft(listening));
      connections.add(self[0]);
      self[0].start(name, toxics);
    }
  }

  /** An upstream that ends a connection by itself may have ended as a whole. */
  private void upstreamLeft(ServerSocket listening) {
    synchronized (this) {
      if (!refusesWithUpstream || listening.isClosed()) {
        return;
      }
    }
    Thread.ofVirtual()
        .name("ask-" + name)
        .start(
            () -> {
              if (upstreamRefuses()) {
                upstreamRefused(listening);
              }
            });
  }

  private boolean upstreamRefuses() {
    try (Socket probe = new Socket()) {
      probe.connect(TcpAddress.resolve(upstream()).socketAddress(), DIAL_TIMEOUT_MILLIS);
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Refuses connections until the upstream accepts them again, or the proxy is disabled. */
  private void upstreamRefused(ServerSocket listening) {
    ProxyPort refusing;
    synchronized (this) {
      if (!refusesWithUpstream || port == null || port.listening() != listening) {
        return;
      }
      refusing = port;
      try {
        if (!refusing.refuse()) {
          return;
        }
      } catch (IOException cannot) {
        // It goes on to accept and close, as Toxiproxy does.
        return;
      }
    }
    Thread.ofVirtual().name("await-" + name).start(() -> reopenWithUpstream(refusing));
  }

  private void reopenWithUpstream(ProxyPort refusing) {
    while (true) {
      boolean refuses = upstreamRefuses();
      synchronized (this) {
        if (port != refusing) {
          return;
        }
        if (!refuses && reopened(refusing)) {
          startAccepting();
          return;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_AGAIN_MILLIS));
    }
  }

  private static boolean reopened(ProxyPort refusing) {
    try {
      refusing.reopen();
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closing is all that was wanted.
    }
  }
}
