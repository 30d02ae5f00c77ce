package dev.ordeal.nemesis;

import dev.ordeal.targets.Ration;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.PacketTrouble;
import dev.ordeal.targets.link.Toxin;
import dev.ordeal.workloads.generator.Seed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns a planned fault into a fault of particular nodes; pure. */
final class Aiming {
  /** Begins a shape that names nodes, joined by a plus. */
  static final String NAMED = "nodes:";

  private static final double MEBI = 1 << 20;
  private static final double CLOCK_MILLIS_MIN = 1_000;
  private static final double CLOCK_MILLIS_MAX = 200_000;

  private Aiming() {}

  /**
   * Aims.
   *
   * @param victims whom the fault before this one struck; empty if it is the first
   */
  static Fault aim(
      PlannedFault planned, List<String> nodes, Optional<String> leader, List<String> victims) {
    Seed seed = planned.seed();
    if (planned.kind() == FaultKind.PARTITION) {
      return partition(planned.shape(), seed, nodes, leader, victims);
    }
    List<String> struck = targets(planned.shape(), seed, nodes, leader, victims);
    return switch (planned.kind()) {
      case KILL -> new Fault.Kill(struck);
      case RESTART -> new Fault.Restart(struck);
      case PAUSE -> new Fault.Pause(struck);
      case CLOCK -> {
        long size = (long) seed.split("offset").logUniform(CLOCK_MILLIS_MIN, CLOCK_MILLIS_MAX);
        // Going back breaks more assumptions than jumping ahead.
        long offset = seed.split("sign").below(4) == 0 ? size : -size;
        long period = (long) seed.split("period").logUniform(100, 1_000);
        yield seed.split("strobe").below(3) == 0
            ? new Fault.ClockBump(struck, offset)
            : new Fault.ClockStrobe(struck, offset, period);
      }
      case FLAP ->
          new Fault.Flap(
              struck,
              Link.touching(struck, nodes),
              (long) seed.split("period").logUniform(50, 1_500));
      case HICCUP -> new Fault.Hiccup(struck, (long) seed.split("period").logUniform(20, 400));
      case CPU -> new Fault.Starvation(struck, new Ration.Processor(share(seed, 0.01, 0.3)));
      case MEMBERSHIP -> new Fault.Removal(struck);
      case MEMORY ->
          new Fault.Starvation(
              struck, new Ration.Memory((long) seed.split("spare").logUniform(MEBI, 32 * MEBI)));
      case STORM -> new Fault.Storm(struck, (long) seed.split("period").logUniform(100, 2_000));
      case LATENCY -> {
        long millis = (long) seed.split("latency").logUniform(20, 800);
        yield links(FaultKind.LATENCY, struck, nodes, new Toxin.Latency(millis, millis / 4));
      }
      case BANDWIDTH ->
          links(
              FaultKind.BANDWIDTH,
              struck,
              nodes,
              new Toxin.Bandwidth((long) seed.split("rate").logUniform(1, 50)));
      case RESET ->
          links(FaultKind.RESET, struck, nodes, new Toxin.Reset(seed.split("after").below(200)));
      case SLICER ->
          links(
              FaultKind.SLICER,
              struck,
              nodes,
              new Toxin.Slice(
                  (long) seed.split("size").logUniform(2, 100),
                  (long) seed.split("pause").logUniform(100, 5_000)));
      case TIMEOUT ->
          links(
              FaultKind.TIMEOUT,
              struck,
              nodes,
              new Toxin.Timeout((long) seed.split("after").logUniform(100, 1_500)));
      case LOSS -> new Fault.Loss(struck, Link.touching(struck, nodes), share(seed, 0.05, 0.5));
      case DELAY -> {
        long millis = (long) seed.split("delay").logUniform(20, 800);
        yield packets(planned, struck, nodes, new PacketTrouble.Delay(millis, millis / 4));
      }
      case DUPLICATION ->
          packets(planned, struck, nodes, new PacketTrouble.Duplication(share(seed, 0.05, 0.5)));
      case REORDERING ->
          packets(
              planned,
              struck,
              nodes,
              new PacketTrouble.Reordering(
                  share(seed, 0.05, 0.5), (long) seed.split("delay").logUniform(5, 100)));
      case CORRUPTION ->
          packets(planned, struck, nodes, new PacketTrouble.Corruption(share(seed, 0.01, 0.3)));
      case DNS -> new Fault.NoNames(struck);
      case UNSYNCED -> new Fault.PowerCut(struck);
      case DISK_FULL -> new Fault.BadDisk(planned.kind(), struck, DiskTrouble.FULL);
      case DISK_SLOW ->
          new Fault.BadDisk(
              planned.kind(),
              struck,
              DiskTrouble.slow((long) seed.split("slow").logUniform(5, 500)));
      case DISK_ERRORS ->
          new Fault.BadDisk(planned.kind(), struck, DiskTrouble.errors(share(seed, 0.01, 1)));
      case DISK_CORRUPTION ->
          new Fault.BadDisk(planned.kind(), struck, DiskTrouble.corruption(share(seed, 0.05, 1)));
      case TRUNCATION -> {
        long bytes = (long) seed.split("bytes").logUniform(1, 4_096);
        yield new Fault.BadData(
            planned.kind(),
            struck,
            DataChange.truncate(bytes),
            "the last %d bytes written are gone".formatted(bytes));
      }
      case BITFLIP -> {
        int bits = (int) seed.split("bits").logUniform(1, 64);
        yield new Fault.BadData(
            planned.kind(),
            struck,
            DataChange.flip(bits, seed.split("places").state()),
            "%d bits are flipped".formatted(bits));
      }
      case ROLLBACK -> new Fault.Rollback(struck);
      case PARTITION -> throw new IllegalStateException("handled above");
    };
  }

  /** Whether a shape means something only where a node leads. */
  static boolean needsLeader(String shape) {
    return List.of("leader", "isolated-leader", "followers").contains(shape);
  }

  private static Fault links(FaultKind kind, List<String> struck, List<String> nodes, Toxin toxin) {
    return new Fault.BadLinks(kind, struck, Link.touching(struck, nodes), toxin);
  }

  private static Fault packets(
      PlannedFault planned, List<String> struck, List<String> nodes, PacketTrouble trouble) {
    return new Fault.BadPackets(planned.kind(), struck, Link.touching(struck, nodes), trouble);
  }

  private static double share(Seed seed, double least, double most) {
    return seed.split("share").logUniform(least, most);
  }

  private static List<String> targets(
      String shape, Seed seed, List<String> nodes, Optional<String> leader, List<String> victims) {
    List<String> order = seed.shuffled(nodes);
    int minority = (nodes.size() - 1) / 2;
    return switch (shape) {
      case "leader" -> List.of(leader.orElse(order.getFirst()));
      case "victim" -> victims.isEmpty() ? order.subList(0, 1) : victims;
      case "one" -> order.subList(0, 1);
      case "minority" -> order.subList(0, Math.max(1, minority));
      case "majority" -> order.subList(0, nodes.size() / 2 + 1);
      case "followers" -> order.stream().filter(n -> !leader.equals(Optional.of(n))).toList();
      case "all" -> nodes;
      default -> named(shape, nodes);
    };
  }

  static List<String> named(String shape, List<String> nodes) {
    if (!shape.startsWith(NAMED)) {
      throw new IllegalArgumentException("unknown shape " + shape);
    }
    List<String> named = List.of(shape.substring(NAMED.length()).split("\\+"));
    if (!nodes.containsAll(named)) {
      throw new IllegalArgumentException(
          "the schedule names %s; the nodes are %s".formatted(named, nodes));
    }
    return named;
  }

  private static Fault partition(
      String shape, Seed seed, List<String> nodes, Optional<String> leader, List<String> victims) {
    List<String> order = seed.shuffled(nodes);
    int half = nodes.size() / 2;
    return switch (shape) {
      case "isolated-node" -> split(shape, order.subList(0, 1), order.subList(1, order.size()));
      case "isolated-leader" -> {
        String alone = leader.orElse(order.getFirst());
        yield split(shape, List.of(alone), nodes.stream().filter(n -> !n.equals(alone)).toList());
      }
      case "isolated-victim" -> {
        List<String> apart =
            victims.isEmpty() || 2 * victims.size() >= nodes.size() ? order.subList(0, 1) : victims;
        yield split(shape, apart, nodes.stream().filter(n -> !apart.contains(n)).toList());
      }
      case "halves" -> split(shape, nodes.subList(0, half), nodes.subList(half, nodes.size()));
      case "majority-minority" ->
          split(shape, order.subList(0, half), order.subList(half, order.size()));
      case "bridge" -> {
        List<String> left = order.subList(0, half);
        List<String> right = order.subList(nodes.size() - half, nodes.size());
        yield new Fault.Partition(
            shape, left, Link.between(left, right), left + " | " + right + " over the rest");
      }
      case "majorities-ring" -> ring(order);
      case "one-way" -> oneWay(shape, order, true);
      case "one-way-out" -> oneWay(shape, order, false);
      default -> {
        List<String> apart = named(shape, nodes);
        yield split("named", apart, nodes.stream().filter(n -> !apart.contains(n)).toList());
      }
    };
  }

  private static Fault oneWay(String shape, List<String> order, boolean in) {
    String struck = order.getFirst();
    Set<Link> links = new LinkedHashSet<>();
    for (String other : order.subList(1, order.size())) {
      links.add(in ? new Link(other, struck) : new Link(struck, other));
    }
    String groups = in ? "[" + struck + "] hears nobody" : "nobody hears [" + struck + "]";
    return new Fault.Partition(shape, List.of(struck), links, groups);
  }

  private static Fault split(String shape, List<String> left, List<String> right) {
    return new Fault.Partition(shape, left, Link.between(left, right), left + " | " + right);
  }

  /** Each node hears itself and its nearest neighbours on a ring, a majority, each another one. */
  private static Fault ring(List<String> order) {
    int n = order.size();
    int reach = (n / 2 + 1) / 2;
    Set<Link> links = new LinkedHashSet<>();
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int distance = Math.min(Math.floorMod(i - j, n), Math.floorMod(j - i, n));
        if (distance > reach) {
          links.add(new Link(order.get(i), order.get(j)));
        }
      }
      seen.add(order.get(i));
    }
    String shown = "ring " + String.join("-", seen);
    return new Fault.Partition("majorities-ring", order.subList(0, 1), links, shown);
  }
}
