package dev.ordeal.targets.link;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ToxiproxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The proxies of a cluster's links.
 *
 * <p>A proxy stands for the connections that one node makes to one port of another. What node a
 * sends to node b therefore flows upstream through the proxies a→b and downstream through the
 * proxies b→a, and a directed link is broken by toxics on both. Thread-safe.
 */
public final class Links {
  private final ToxiproxyServer server;
  private final ToxiproxyClient client;
  private final FaultJournal journal;
  private final String prefix;
  private final Map<Link, List<Proxy>> byLink = new ConcurrentHashMap<>();
  private final List<Proxy> all = new ArrayList<>();
  private final List<Long> journalled = new ArrayList<>();

  /**
   * @param prefix begins the name of every proxy, so that those of other runs stay apart
   */
  public Links(ToxiproxyServer server, FaultJournal journal, String prefix) {
    this.server = server;
    this.client = new ToxiproxyClient(server.host(), server.port());
    this.journal = journal;
    this.prefix = prefix;
  }

  /** Puts a proxy before a port of a node for the connections that another makes to it. */
  public Address proxy(Link link, String port, Address upstream) throws IOException {
    return proxy(link, port, upstream, server.proxyHost());
  }

  /**
   * Puts a proxy before a port of a node for the connections that another makes to it.
   *
   * @param listen the address of this machine where it listens
   */
  public Address proxy(Link link, String port, Address upstream, String listen) throws IOException {
    Proxy proxy = create(link.from() + "-" + link.to() + "-" + port, upstream, listen);
    byLink.computeIfAbsent(link, l -> new ArrayList<>()).add(proxy);
    return new Address(listen, listeningPort(proxy));
  }

  /**
   * Puts a proxy before a port of a node for its clients. Where the server can, it refuses
   * connections while the node does: a call that was never sent has failed, and is not unknown.
   */
  public Address clientProxy(String node, Address upstream) throws IOException {
    Proxy proxy = create("client-" + node, upstream, server.proxyHost());
    server.refuseWithUpstream(proxy.getName());
    return new Address(server.proxyHost(), listeningPort(proxy));
  }

  private synchronized Proxy create(String name, Address upstream, String listen)
      throws IOException {
    String full = prefix + "-" + name;
    Undo undo =
        new Undo(
            DeleteProxy.KIND,
            Map.of("host", server.host(), "port", Integer.toString(server.port()), "name", full));
    journalled.add(journal.intent("proxy " + full, undo));
    Proxy proxy = client.createProxy(full, listen + ":0", upstream.toString());
    all.add(proxy);
    return proxy;
  }

  private static int listeningPort(Proxy proxy) {
    String listen = proxy.getListen();
    return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
  }

  /**
   * Does something to links. A toxic is named after the fault, so several faults can hold on one
   * link and each is undone alone.
   */
  public void apply(String fault, Collection<Link> links, LinkToxic toxin) throws IOException {
    for (Link link : links) {
      for (Proxy proxy : byLink.getOrDefault(link, List.of())) {
        add(proxy, fault, ToxicDirection.UPSTREAM, toxin);
      }
      for (Proxy proxy : byLink.getOrDefault(link.reversed(), List.of())) {
        add(proxy, fault, ToxicDirection.DOWNSTREAM, toxin);
      }
    }
  }

  /** What the links carried so far. */
  public LinksSeen seen() {
    Map<Link, Long> bytes = new HashMap<>();
    for (Map.Entry<Link, List<Proxy>> each : byLink.entrySet()) {
      for (Proxy proxy : each.getValue()) {
        OptionalLong up = server.delivered(proxy.getName(), true);
        OptionalLong down = server.delivered(proxy.getName(), false);
        if (up.isEmpty() || down.isEmpty()) {
          return new LinksSeen(Optional.empty());
        }
        bytes.merge(each.getKey(), up.getAsLong(), Long::sum);
        bytes.merge(each.getKey().reversed(), down.getAsLong(), Long::sum);
      }
    }
    return new LinksSeen(Optional.of(bytes));
  }

  /** How many toxics of a fault the proxy server has now. */
  public int toxics(String fault) throws IOException {
    int found = 0;
    for (Proxy proxy : proxies()) {
      for (Toxic toxic : proxy.toxics().getAll()) {
        found += toxic.getName().startsWith(fault + "-") ? 1 : 0;
      }
    }
    return found;
  }

  private static void add(Proxy proxy, String fault, ToxicDirection direction, LinkToxic toxin)
      throws IOException {
    String name = fault + "-" + direction.name().toLowerCase(java.util.Locale.ROOT);
    switch (toxin) {
      case LinkToxic.Cut cut -> proxy.toxics().timeout(name, direction, 0);
      case LinkToxic.Latency latency ->
          proxy
              .toxics()
              .latency(name, direction, latency.millis())
              .setJitter(latency.jitterMillis());
      case LinkToxic.Bandwidth bandwidth ->
          proxy.toxics().bandwidth(name, direction, bandwidth.rate());
      case LinkToxic.Reset reset -> proxy.toxics().resetPeer(name, direction, reset.afterMillis());
      case LinkToxic.Slice slice ->
          proxy
              .toxics()
              .slicer(name, direction, slice.averageBytes(), slice.pauseMicros())
              .setSizeVariation(slice.averageBytes() / 2);
      case LinkToxic.Timeout timeout ->
          proxy.toxics().timeout(name, direction, timeout.afterMillis());
    }
  }

  /** Undoes what a fault did to links. */
  public void remove(String fault) throws IOException {
    IOException first = null;
    for (Proxy proxy : proxies()) {
      try {
        for (Toxic toxic : proxy.toxics().getAll()) {
          if (toxic.getName().startsWith(fault + "-")) {
            toxic.remove();
          }
        }
      } catch (IOException failed) {
        first = first == null ? failed : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private synchronized List<Proxy> proxies() {
    return List.copyOf(all);
  }

  /** Removes every proxy. */
  public synchronized void deleteAll() throws IOException {
    IOException first = null;
    for (int i = 0; i < all.size(); i++) {
      try {
        all.get(i).delete();
        journal.undone(journalled.get(i), "proxy deleted");
      } catch (IOException failed) {
        first = first == null ? failed : first;
      }
    }
    all.clear();
    if (first != null) {
      throw first;
    }
  }
}
