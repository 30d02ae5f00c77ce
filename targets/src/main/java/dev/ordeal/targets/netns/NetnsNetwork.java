package dev.ordeal.targets.netns;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.Host;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.Hosts;
import dev.ordeal.targets.host.LocalShell;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Network namespaces on one bridge, and this machine's end of a cable to it.
 *
 * <p>The bridge has a namespace of its own, because rules for forwarding in the main one (Docker
 * makes some) would hold for what crosses it, too. Of the main namespace nothing changes but that
 * one interface is added, with an address of its own.
 */
public final class NetnsNetwork implements Hosts {
  /** The kind of undoing: a network by its tag. */
  public static final String UNDO = "delete-network";

  /** The kind of undoing: something of a node in a namespace. */
  public static final String UNDO_INSIDE = "netns-execute";

  private static final String PREFIX = "ordeal-";

  private static final long DEATH_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A prime number, so that steps of any length come to all of them. */
  private static final int SUBNETS = 241;

  private static final int FIRST_HOST = 11;

  /** This machine, in each network. */
  private static final String CONTROL = ".1";

  private final String tag;
  private final FaultJournal journal;
  private final long journalled;
  private final List<Host> hosts = new ArrayList<>();

  private NetnsNetwork(String tag, FaultJournal journal, long journalled) {
    this.tag = tag;
    this.journal = journal;
    this.journalled = journalled;
  }

  /**
   * Makes a namespace a node.
   *
   * @param folders each node's folder by its name
   * @throws TargetException if this machine does not allow it
   */
  public static NetnsNetwork create(String runId, Map<String, Path> folders, FaultJournal journal)
      throws IOException, TargetException {
    String problem = problem();
    if (!problem.isEmpty()) {
      throw new TargetException("The environment netns " + problem);
    }
    String tag = RunMark.tag(runId);
    long line = journal.intent("network " + tag, new Undo(UNDO, Map.of("tag", tag)));
    NetnsNetwork network = new NetnsNetwork(tag, journal, line);
    try {
      network.build(runId, folders);
      journal.injected(line, "network " + tag + " is up");
      return network;
    } catch (IOException | RuntimeException failed) {
      network.close();
      throw failed;
    }
  }

  /** Why there can be no such network on this machine; empty if there can be. */
  public static String problem() throws IOException {
    if (!Commands.run(List.of("id", "-u")).output().strip().equals("0")) {
      return "needs root: run ordeal with sudo, or use --environment process";
    }
    for (String tool : List.of("ip", "iptables", "setsid", "nsenter")) {
      if (!Commands.run(List.of("sh", "-c", "command -v " + tool)).isGood()) {
        return "needs %s: install iproute2, iptables and util-linux, or run scripts/provision"
            .formatted(tool);
      }
    }
    String probe = PREFIX + "probe-" + UUID.randomUUID();
    CommandResult made = Commands.run(List.of("ip", "netns", "add", probe));
    if (!made.isGood()) {
      return "needs a kernel with network namespaces: " + made.output().strip();
    }
    Commands.run(List.of("ip", "netns", "delete", probe));
    return "";
  }

  @Override
  public List<Host> hosts() {
    return List.copyOf(hosts);
  }

  private void build(String runId, Map<String, Path> folders) throws IOException {
    String bridge = namespace("switch");
    ip("netns add " + bridge);
    ip("-n %s link add br0 type bridge".formatted(bridge));
    ip("-n %s link set br0 up".formatted(bridge));
    ip("link add %s type veth peer name control netns %s".formatted(cable(), bridge));
    ip("-n %s link set control master br0 up".formatted(bridge));
    ip("link set %s up".formatted(cable()));
    String subnet = takeSubnet(runId);
    String control = subnet + CONTROL;
    int last = FIRST_HOST;
    for (Map.Entry<String, Path> node : folders.entrySet()) {
      String space = namespace(node.getKey());
      String address = subnet + "." + last++;
      ip("netns add " + space);
      ip("-n %s link set lo up".formatted(space));
      ip(
          "link add name eth0 netns %s type veth peer name %s netns %s"
              .formatted(space, node.getKey(), bridge));
      ip("-n %s link set %s master br0 up".formatted(bridge, node.getKey()));
      ip("-n %s address add %s/24 dev eth0".formatted(space, address));
      ip("-n %s link set eth0 up".formatted(space));
      hosts.add(
          new NetnsHost(node.getKey(), space, address, control, node.getValue().toRealPath()));
    }
  }

  private String namespace(String name) {
    return PREFIX + tag + "-" + name;
  }

  /** Names of interfaces have fifteen characters at most. */
  private String cable() {
    return cable(tag);
  }

  private static String cable(String tag) {
    return "ord" + tag;
  }

  /** Takes one for the cable; of two networks that take the same at once, neither keeps it. */
  private String takeSubnet(String runId) throws IOException {
    // Threads that met once go on in steps of their own.
    int step = 1 + Math.floorMod(runId.hashCode() >> 8, SUBNETS - 1);
    for (int tried = 0; tried < SUBNETS; tried++) {
      String subnet = "10.88." + Math.floorMod(runId.hashCode() + tried * step, SUBNETS);
      if (takers(subnet) > 0) {
        continue;
      }
      ip("address add %s/24 dev %s".formatted(subnet + CONTROL, cable()));
      if (takers(subnet) == 1) {
        return subnet;
      }
      ip("address delete %s/24 dev %s".formatted(subnet + CONTROL, cable()));
    }
    throw new IOException("no free network between 10.88.0.0/24 and 10.88.240.0/24");
  }

  /** How many ways lead into a network. */
  private static long takers(String subnet) throws IOException {
    return ip("route show table all").lines().filter(l -> l.startsWith(subnet + ".0/24 ")).count();
  }

  private static String ip(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments.split(" ")));
    CommandResult answer = Commands.run(command);
    if (!answer.isGood()) {
      throw new IOException("ip " + arguments + ": " + answer.output().strip());
    }
    return answer.output();
  }

  /** Deletes all that is left of a network, and kills whatever still runs in it. */
  public static String delete(String tag) throws IOException {
    if (!tag.matches("[0-9a-f]{8}")) {
      throw new IOException("'" + tag + "' is no network of Ordeal");
    }
    List<String> deleted = new ArrayList<>();
    // The cable first: it would go with the bridge's namespace, but at a time of its own.
    if (Commands.run(List.of("ip", "link", "show", cable(tag))).isGood()) {
      ip("link delete " + cable(tag));
      deleted.add(cable(tag));
    }
    for (String line : ip("netns list").lines().toList()) {
      String space = line.split(" ")[0];
      if (space.startsWith(PREFIX + tag + "-")) {
        killInside(space);
        ip("netns delete " + space);
        deleted.add(space);
      }
    }
    return deleted.isEmpty() ? "no such network left" : "deleted " + deleted;
  }

  /** The name of a namespace is the only way to its processes: it goes after them. */
  private static void killInside(String space) throws IOException {
    long deadline = System.nanoTime() + DEATH_PATIENCE_NANOS;
    List<String> left = ip("netns pids " + space).lines().toList();
    while (!left.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("processes %s in %s do not end".formatted(left, space));
      }
      for (String pid : left) {
        ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
      }
      LockSupport.parkNanos(POLL_NANOS);
      left = ip("netns pids " + space).lines().toList();
    }
  }

  /**
   * Undoes something of a node. Its processes, disk and files are this machine's: they may outlive
   * the name of the namespace. Its packet rules go with the namespace.
   */
  public static String undo(Undo undo) throws IOException {
    String space = undo.argument("namespace");
    if (!space.startsWith(PREFIX)) {
      throw new IOException("the namespace " + space + " was not made by Ordeal");
    }
    HostUndo what = HostUndo.of(undo.arguments());
    if (what.reach() == HostUndo.Reach.NODE) {
      return LocalShell.undone(what);
    }
    boolean isThere = ip("netns list").lines().anyMatch(line -> line.split(" ")[0].equals(space));
    if (!isThere) {
      return "namespace " + space + " is gone";
    }
    CommandResult answer = NetnsHost.execute(space, what.command());
    if (!answer.isGood()) {
      throw new IOException(space + ": " + answer.failure());
    }
    return "done in " + space;
  }

  @Override
  public void close() throws IOException {
    delete(tag);
    journal.undone(journalled, "network " + tag + " is deleted");
  }
}
