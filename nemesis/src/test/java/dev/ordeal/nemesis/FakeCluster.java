package dev.ordeal.nemesis;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ability.Clocks;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.ability.Members;
import dev.ordeal.targets.ability.MemoryLimits;
import dev.ordeal.targets.ability.NodeProcess;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.ProcessorLimits;
import dev.ordeal.targets.ability.StoredData;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.link.RulesSeen;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Three nodes that are numbers in a map, with real proxies between n1 and n2. */
final class FakeCluster implements AutoCloseable {
  /** What was done to the nodes, in order. */
  final List<String> done = Collections.synchronizedList(new ArrayList<>());

  /** Whether nothing that is done has an effect. */
  boolean isDeaf;

  volatile Optional<String> leader = Optional.empty();

  /** How long it takes to find out who leads. */
  long leaderMillis;

  /** How long it takes to pause a node. */
  long pauseMillis;

  /** How many looks at processes still fail. */
  final AtomicInteger looksLost = new AtomicInteger();

  /** Whether packets are lost by rules; else by proxies. */
  boolean hasRules = true;

  final Map<String, Character> states = new ConcurrentHashMap<>();
  final Set<String> rules = ConcurrentHashMap.newKeySet();
  volatile long packets = 5;
  private volatile long clock;
  private volatile boolean isLimited;
  private volatile String disk = "none";
  private final EmbeddedToxiproxy toxiproxy = new EmbeddedToxiproxy(1);
  private final Links links;
  private final ServerSocket upstream;
  private final Address proxy;

  FakeCluster(FaultJournal journal) throws IOException {
    for (String node : List.of("n1", "n2", "n3")) {
      states.put(node, 'S');
    }
    upstream = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    links = new Links(toxiproxy, journal, "fake");
    proxy =
        links.proxy(
            new Link("n1", "n2"), "peer", new Address("127.0.0.1", upstream.getLocalPort()));
  }

  /** Lets a few bytes pass from n1 to n2. */
  void talk() throws IOException {
    try (Socket sender = new Socket(proxy.host(), proxy.port());
        Socket receiver = upstream.accept()) {
      sender.getOutputStream().write(new byte[10]);
      sender.getOutputStream().flush();
      receiver.getInputStream().readNBytes(10);
    }
    while (links.seen().over(List.of(new Link("n1", "n2"))) < 10) {
      Thread.onSpinWait();
    }
  }

  Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {
              Cluster.class,
              Processes.class,
              PacketImpairments.class,
              Clocks.class,
              Disks.class,
              StoredData.class,
              ProcessorLimits.class,
              MemoryLimits.class,
              Members.class
            },
            (proxied, method, arguments) ->
                answer(method.getName(), arguments == null ? new Object[0] : arguments));
  }

  private Object answer(String method, Object[] arguments) throws IOException {
    return switch (method) {
      case "runId" -> "fake";
      case "nodes" -> List.of("n1", "n2", "n3");
      case "missing" -> Optional.empty();
      case "leader" -> {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(leaderMillis));
        yield leader;
      }
      case "ability" -> arguments[0] == Links.class ? links : cluster();
      case "resumeUndo", "clockUndo", "releaseUndo", "diskUndo" -> Undo.NOTHING;
      case "restoreUndos" -> List.of(Undo.NOTHING);
      case "processes" -> {
        if (looksLost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new IOException("the connection was lost");
        }
        yield processes((String) arguments[0]);
      }
      case "rules" -> hasRules ? Optional.of(seen((String) arguments[0])) : Optional.empty();
      case "clockSetting" -> OptionalLong.of(clock);
      case "readClock" -> OptionalLong.empty();
      case "limitSeen" -> limitSeen((String) arguments[0]);
      case "diskSeen" -> disk;
      default -> {
        done.add(method);
        if (method.equals("pause")) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
        if (!isDeaf) {
          change(method, arguments);
        }
        yield null;
      }
    };
  }

  private List<NodeProcess> processes(String node) {
    Character state = states.get(node);
    return state == null ? List.of() : List.of(new NodeProcess(1, state, "db"));
  }

  private String limitSeen(String node) {
    if (!isLimited) {
      return "0";
    }
    return states.containsKey(node) ? "1\n10" : "0\n10";
  }

  private RulesSeen seen(String fault) {
    return rules.contains(fault) ? new RulesSeen(2, packets) : new RulesSeen(0, 0);
  }

  private void change(String method, Object[] arguments) {
    switch (method) {
      case "kill", "stop" -> states.remove((String) arguments[0]);
      case "start" -> states.putIfAbsent((String) arguments[0], 'S');
      case "pause" -> states.replace((String) arguments[0], 'T');
      case "resume" -> states.replace((String) arguments[0], 'S');
      case "cut", "dropPackets", "impairPackets", "dropNames" -> rules.add((String) arguments[0]);
      case "restorePackets" -> rules.remove((String) arguments[0]);
      case "setClock" -> clock = (long) arguments[1];
      case "limit" -> isLimited = true;
      case "release" -> isLimited = false;
      case "setDisk" -> disk = ((DiskTrouble) arguments[2]).text();
      case "changeData", "removeMembers", "addMembers" -> {
        // Nothing of these can be read back.
      }
      default -> throw new UnsupportedOperationException(method);
    }
  }

  @Override
  public void close() throws IOException {
    links.deleteAll();
    toxiproxy.close();
    upstream.close();
  }
}
