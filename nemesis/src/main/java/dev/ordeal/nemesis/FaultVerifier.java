package dev.ordeal.nemesis;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.NodeProcess;
import dev.ordeal.targets.Ration;
import dev.ordeal.targets.SideBySide;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.LinksSeen;
import dev.ordeal.targets.link.RulesSeen;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads back what faults did: processes, packet rules, traffic of links, clocks, disks, limits. */
final class FaultVerifier {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Cluster cluster;
  private final FaultInjector injector;
  private final Duration patience;

  /**
   * @param patience how long a fault may take until it is seen to hold
   */
  FaultVerifier(Cluster cluster, FaultInjector injector, Duration patience) {
    this.cluster = cluster;
    this.injector = injector;
    this.patience = patience;
  }

  /**
   * What a fault is compared with.
   *
   * @param links what the links carried
   * @param processes how many processes each of its nodes had
   */
  record Baseline(LinksSeen links, Map<String, Integer> processes) {}

  /** Looks before a fault is injected, or when it holds. */
  Baseline look(Fault fault) throws IOException, TargetException {
    LinksSeen links =
        linksOf(fault).isEmpty() ? new LinksSeen(Optional.empty()) : cluster.links().seen();
    Map<String, Integer> processes = new ConcurrentSkipListMap<>();
    if (kills(fault)) {
      SideBySide.each(fault.nodes(), node -> processes.put(node, cluster.processes(node).size()));
    }
    return new Baseline(links, processes);
  }

  /** Whether a fault holds that was just injected; waits a while until it does. */
  Seen held(Fault fault, long id, Baseline before) throws IOException, TargetException {
    if (kills(fault) && before.processes().values().stream().allMatch(n -> n == 0)) {
      return new Seen(false, "no process was there to be killed on " + fault.nodes());
    }
    Collection<Link> links = linksOf(fault);
    boolean hadNone =
        !links.isEmpty() && before.links().bytes().isPresent() && before.links().over(links) == 0;
    boolean isByProxies =
        fault instanceof Fault.BadLinks
            || cluster.rules(name(id), fault.nodes().getFirst()).isEmpty();
    if (hadNone && isByProxies) {
      return new Seen(false, "no byte passed its %d links before".formatted(links.size()));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    Seen seen = now(fault, id);
    while (!seen.holds() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
      seen = now(fault, id);
    }
    return seen;
  }

  /** Whether a fault is one of links that nobody used so far, while nodes used others. */
  static boolean linksWereIdle(Fault fault, Baseline before) {
    Collection<Link> links = linksOf(fault);
    return !links.isEmpty()
        && before.links().over(links) == 0
        && before.links().bytes().stream()
            .anyMatch(all -> all.values().stream().anyMatch(bytes -> bytes > 0));
  }

  /**
   * Whether a fault held until now, when it is to be undone.
   *
   * @param since what was seen when it began to hold
   */
  Seen kept(Fault fault, long id, Baseline since) throws IOException, TargetException {
    Seen now = now(fault, id);
    if (!now.holds()) {
      return now;
    }
    return switch (fault) {
      case Fault.Partition cut -> nothingPassed(cut.links(), id, since);
      case Fault.Loss loss -> packetsMet(Link.ends(loss.links()), id);
      case Fault.BadPackets bad -> packetsMet(senders(bad.links()), id);
      case Fault.NoNames none -> packetsMet(none.nodes(), id);
      default -> now;
    };
  }

  /** Whether nothing is left of a fault that was undone. */
  Seen gone(Fault fault, long id) throws IOException, TargetException {
    return switch (fault) {
      case Fault.Partition f -> noRules(Link.ends(f.links()), id);
      case Fault.Flap f -> noRules(Link.ends(f.links()), id);
      case Fault.Loss f -> noRules(Link.ends(f.links()), id);
      case Fault.BadPackets f -> noRules(senders(f.links()), id);
      case Fault.NoNames f -> noRules(f.nodes(), id);
      case Fault.BadLinks f -> noToxics(id);
      case Fault.ClockBump f -> clocksBack(f.nodes());
      case Fault.ClockStrobe f -> clocksBack(f.nodes());
      case Fault.Removal f -> new Seen(true, "the database took them back");
      case Fault.Pause f -> running(f.nodes());
      case Fault.Hiccup f -> running(f.nodes());
      default -> running(fault.nodes());
    };
  }

  /** Whether what a fault set up is there now. */
  Seen now(Fault fault, long id) throws IOException, TargetException {
    return switch (fault) {
      case Fault.Partition f -> isCut(f.links(), id);
      case Fault.Loss f -> rules(Link.ends(f.links()), id);
      case Fault.BadPackets f -> rules(senders(f.links()), id);
      case Fault.NoNames f -> rules(f.nodes(), id);
      case Fault.BadLinks f -> toxics(id);
      case Fault.Kill f -> allGone(f.nodes());
      case Fault.Restart f -> allGone(f.nodes());
      case Fault.PowerCut f -> allGone(f.nodes());
      case Fault.BadData f -> allGone(f.nodes());
      case Fault.Pause f -> allStopped(f.nodes());
      case Fault.ClockBump f -> clocksSet(f.nodes(), f.offsetMillis());
      case Fault.ClockStrobe f -> strobe(id);
      case Fault.Flap f -> strobe(id);
      case Fault.Hiccup f -> strobe(id);
      case Fault.Storm f -> strobe(id);
      case Fault.Removal f -> new Seen(true, "the database confirmed it");
      case Fault.Starvation f -> limited(f, id);
      case Fault.BadDisk f -> diskIs(f);
      case Fault.Rollback f -> new Seen(true, "their data is copied");
    };
  }

  private static boolean kills(Fault fault) {
    return fault instanceof Fault.Kill
        || fault instanceof Fault.Restart
        || fault instanceof Fault.PowerCut
        || fault instanceof Fault.BadData;
  }

  private static Collection<Link> linksOf(Fault fault) {
    return switch (fault) {
      case Fault.Partition f -> f.links();
      case Fault.Flap f -> f.links();
      case Fault.BadLinks f -> f.links();
      default -> List.of();
    };
  }

  private static List<String> senders(Collection<Link> links) {
    return links.stream().map(Link::from).distinct().toList();
  }

  private static String name(long id) {
    return FaultInjector.faultName(id);
  }

  // Processes.

  /** Whether no process of some nodes is left. */
  Seen allGone(List<String> nodes) throws IOException, TargetException {
    List<String> left = new ArrayList<>();
    processes(nodes).forEach((node, all) -> all.forEach(p -> left.add(node + ": " + p)));
    return left.isEmpty()
        ? new Seen(true, "no process is left")
        : new Seen(false, "still there: " + brief(left));
  }

  /** Whether all processes of some nodes are stopped, and there is one. */
  Seen allStopped(List<String> nodes) throws IOException, TargetException {
    List<String> up = nodes.stream().filter(node -> !injector.isDown(node)).toList();
    List<String> wrong = new ArrayList<>();
    int stopped = 0;
    for (Map.Entry<String, List<NodeProcess>> node : processes(up).entrySet()) {
      if (node.getValue().isEmpty()) {
        wrong.add(node.getKey() + " has no process");
      }
      for (NodeProcess each : node.getValue()) {
        if (each.isStopped()) {
          stopped++;
        } else {
          wrong.add(node.getKey() + ": " + each);
        }
      }
    }
    return wrong.isEmpty() && stopped > 0
        ? new Seen(true, stopped + " processes are stopped")
        : new Seen(false, "not stopped: " + (up.isEmpty() ? "all are down" : brief(wrong)));
  }

  /** Whether nodes that no other fault holds have processes, none of which is stopped. */
  private Seen running(List<String> nodes) throws IOException, TargetException {
    List<String> free =
        nodes.stream().filter(n -> !injector.isDown(n) && !injector.isFrozen(n)).toList();
    List<String> wrong = new ArrayList<>();
    processes(free)
        .forEach(
            (node, all) -> {
              if (all.isEmpty()) {
                wrong.add(node + " has no process");
              }
              all.stream().filter(NodeProcess::isStopped).forEach(p -> wrong.add(node + ": " + p));
            });
    return wrong.isEmpty()
        ? new Seen(true, free.isEmpty() ? "other faults hold them" : free + " run")
        : new Seen(false, brief(wrong));
  }

  private Map<String, List<NodeProcess>> processes(List<String> nodes)
      throws IOException, TargetException {
    Map<String, List<NodeProcess>> all = new ConcurrentSkipListMap<>();
    SideBySide.each(nodes, node -> all.put(node, cluster.processes(node)));
    return all;
  }

  private static String brief(List<String> lines) {
    String some = String.join(", ", lines.subList(0, Math.min(3, lines.size())));
    return lines.size() > 3 ? some + " and %d more".formatted(lines.size() - 3) : some;
  }

  private Seen strobe(long id) {
    Optional<Throwable> failure = injector.strobeFailure(id);
    if (failure.isPresent()) {
      return new Seen(false, "it ended by itself: " + failure.get().getMessage());
    }
    return injector.witnessed(id).orElse(new Seen(false, "nothing was seen yet"));
  }

  // Links and packets.

  /** Whether rules or toxics cut some links; of toxics, also whether nothing passes. */
  Seen isCut(Collection<Link> links, long id) throws IOException, TargetException {
    if (cluster.rules(name(id), links.iterator().next().from()).isPresent()) {
      return rules(Link.ends(links), id);
    }
    Seen toxics = toxics(id);
    LinksSeen first = cluster.links().seen();
    if (!toxics.holds() || first.bytes().isEmpty()) {
      return new Seen(toxics.holds(), toxics.what() + "; its Toxiproxy does not count bytes");
    }
    LockSupport.parkNanos(POLL_NANOS);
    long passed = cluster.links().seen().over(links) - first.over(links);
    return passed == 0
        ? new Seen(true, first.over(links) + " bytes passed before, none now")
        : new Seen(false, passed + " bytes passed though it is cut");
  }

  private Seen nothingPassed(Collection<Link> links, long id, Baseline since)
      throws IOException, TargetException {
    if (cluster.rules(name(id), links.iterator().next().from()).isPresent()) {
      LinksSeen now = cluster.links().seen();
      boolean usesProxies = since.links().over(links) > 0;
      boolean isQuiet = now.over(links) == since.links().over(links);
      return usesProxies && isQuiet
          ? new Seen(true, "nothing passed")
          : packetsMet(Link.ends(links), id);
    }
    if (since.links().bytes().isEmpty()) {
      return new Seen(true, "the toxics are still there");
    }
    long passed = cluster.links().seen().over(links) - since.links().over(links);
    return new Seen(passed == 0, passed == 0 ? "nothing passed" : passed + " bytes passed");
  }

  private Seen toxics(long id) throws IOException {
    int toxics = cluster.links().toxics(name(id));
    return new Seen(toxics > 0, toxics + " toxics are set");
  }

  private Seen noToxics(long id) throws IOException {
    int toxics = cluster.links().toxics(name(id));
    return new Seen(toxics == 0, toxics == 0 ? "no toxic is left" : toxics + " toxics are left");
  }

  private Map<String, RulesSeen> rulesOf(Collection<String> nodes, long id)
      throws IOException, TargetException {
    Map<String, RulesSeen> all = new ConcurrentSkipListMap<>();
    SideBySide.each(
        nodes, node -> cluster.rules(name(id), node).ifPresent(rules -> all.put(node, rules)));
    return all;
  }

  private Seen rules(Collection<String> nodes, long id) throws IOException, TargetException {
    Map<String, RulesSeen> all = rulesOf(nodes, id);
    for (Map.Entry<String, RulesSeen> node : all.entrySet()) {
      if (node.getValue().rules() == 0) {
        return new Seen(false, "its packet rules are gone from " + node.getKey());
      }
    }
    int rules = all.values().stream().mapToInt(RulesSeen::rules).sum();
    return new Seen(rules > 0, rules + " packet rules are set");
  }

  private Seen packetsMet(Collection<String> nodes, long id) throws IOException, TargetException {
    long packets = rulesOf(nodes, id).values().stream().mapToLong(RulesSeen::packets).sum();
    return packets > 0
        ? new Seen(true, packets + " packets met its rules")
        : new Seen(false, "no packet met its rules");
  }

  private Seen noRules(Collection<String> nodes, long id) throws IOException, TargetException {
    Map<String, RulesSeen> all = rulesOf(nodes, id);
    if (all.isEmpty()) {
      return noToxics(id);
    }
    int rules = all.values().stream().mapToInt(RulesSeen::rules).sum();
    return new Seen(rules == 0, rules == 0 ? "no rule is left" : rules + " rules are left");
  }

  // Clocks, limits, disks.

  /** Whether clocks are off by so much, where no newer fault sets them. */
  Seen clocksSet(List<String> nodes, long offsetMillis) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String node : nodes) {
      long wanted = injector.clockOffset(node);
      OptionalLong set = cluster.clockSetting(node);
      OptionalLong read = cluster.readClock(node);
      if (set.isPresent() && set.getAsLong() != wanted) {
        return new Seen(false, "%s is set to %+d ms".formatted(node, set.getAsLong()));
      }
      if (read.isPresent() && Math.abs(read.getAsLong() - wanted) > tolerance(wanted)) {
        return new Seen(
            false, "the clock of %s is off by %+d ms".formatted(node, read.getAsLong()));
      }
      if (set.isEmpty() && read.isEmpty()) {
        return new Seen(false, "the clock of %s cannot be read".formatted(node));
      }
      seen.add("%s %+d ms".formatted(node, read.orElse(set.orElse(offsetMillis))));
    }
    return new Seen(true, "off by " + String.join(", ", seen));
  }

  /** Commands take time, and libfaketime reads its file once a second. */
  private static long tolerance(long wanted) {
    return Math.max(1_000, Math.abs(wanted) / 2);
  }

  private Seen clocksBack(List<String> nodes) throws IOException {
    Seen seen = clocksSet(nodes, 0);
    return seen.holds() ? new Seen(true, seen.what()) : seen;
  }

  private Seen limited(Fault.Starvation fault, long id) throws IOException, TargetException {
    Map<String, String> all = new ConcurrentSkipListMap<>();
    SideBySide.each(fault.nodes(), node -> all.put(node, cluster.rationSeen(node, name(id))));
    for (Map.Entry<String, String> node : all.entrySet()) {
      List<String> lines = node.getValue().lines().toList();
      boolean isEmpty = lines.isEmpty() || lines.getFirst().strip().equals("0");
      // The kernel kills who takes more memory: then the group is empty because it works.
      boolean mayBeKilled = fault.ration() instanceof Ration.Memory && lines.size() > 1;
      if (isEmpty && !mayBeKilled) {
        return new Seen(false, "no process of " + node.getKey() + " is limited");
      }
    }
    return new Seen(
        true, String.join("; ", all.values().stream().map(FaultVerifier::line).toList()));
  }

  private static String line(String lines) {
    return "processes " + String.join(", ", lines.lines().map(String::strip).toList());
  }

  private Seen diskIs(Fault.BadDisk fault) throws IOException {
    for (String node : fault.nodes()) {
      String says = cluster.diskSeen(node);
      if (!says.contains(fault.trouble().text())) {
        return new Seen(false, "the disk of %s says %s".formatted(node, says));
      }
    }
    return new Seen(true, "the disk says " + fault.trouble().text());
  }
}
