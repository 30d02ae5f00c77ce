package dev.ordeal.targets.toxiproxy;

import java.io.IOException;
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

/** One proxy of the embedded server: a listening port, an upstream, toxics. Thread-safe. */
final class EmbeddedProxy {
  private static final int DIAL_TIMEOUT_MILLIS = 5_000;
  private static final int BACKLOG = 128;

  private final String name;
  private final SplittableRandom random;
  private final List<ToxicSpec> toxics = new ArrayList<>();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final TrafficCounter upward = new TrafficCounter();
  private final TrafficCounter downward = new TrafficCounter();
  private String listen;
  private String upstream;
  private ServerSocket server;
  private CompletableFuture<Void> acceptor;

  EmbeddedProxy(String name, String listen, String upstream, SplittableRandom random) {
    this.name = name;
    this.listen = listen;
    this.upstream = upstream;
    this.random = random;
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
    return server != null;
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
    if (server != null) {
      return;
    }
    TcpAddress address = listenAddress();
    ServerSocket fresh = new ServerSocket();
    try {
      fresh.setReuseAddress(true);
      fresh.bind(address.socketAddress(), BACKLOG);
    } catch (IOException busy) {
      fresh.close();
      throw new IOException(address.failure(busy), busy);
    }
    server = fresh;
    listen = address.at(fresh.getLocalPort()).listening();
    acceptor =
        CompletableFuture.runAsync(
            () -> acceptAll(fresh), Thread.ofVirtual().name("proxy-" + name)::start);
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
    ServerSocket old;
    CompletableFuture<Void> accepting;
    synchronized (this) {
      old = server;
      accepting = acceptor;
      server = null;
      acceptor = null;
    }
    if (old != null) {
      try {
        old.close();
      } catch (IOException alreadyGone) {
        // It does not listen any more, which is all that was wanted.
      }
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
              client, server, upward, downward, random.split(), () -> connections.remove(self[0]));
      connections.add(self[0]);
      self[0].start(name, toxics);
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
