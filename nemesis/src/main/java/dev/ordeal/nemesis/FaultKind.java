package dev.ordeal.nemesis;

import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of faults that can be asked for. */
public enum FaultKind {
  PARTITION(
      5,
      Capability.LINKS,
      "nodes cut off from each other: one node, halves, majority, ring, bridge, one-way",
      List.of(
          "isolated-node",
          "isolated-node",
          "isolated-node",
          "isolated-leader",
          "isolated-leader",
          "isolated-leader",
          "isolated-leader",
          "isolated-leader",
          "isolated-victim",
          "majority-minority",
          "halves",
          "bridge",
          "majorities-ring",
          "one-way",
          "one-way-out")),
  KILL(
      2,
      Capability.KILL,
      "kill -9 and start again",
      List.of("leader", "one", "minority", "majority", "all", "all", "victim")),
  RESTART(
      1, Capability.RESTART, "graceful stop and start again", List.of("leader", "one", "minority")),
  PAUSE(
      2,
      Capability.PAUSE,
      "SIGSTOP and SIGCONT",
      List.of("leader", "leader", "one", "minority", "victim")),
  FLAP(
      1,
      Capability.LINKS,
      "links cut and back again and again",
      List.of("leader", "one", "minority")),
  HICCUP(
      1,
      Capability.PAUSE,
      "nodes frozen for a moment again and again, as if starved of processors",
      List.of("leader", "one", "minority", "all")),
  CPU(
      1,
      Capability.PROCESSORS,
      "nodes starved of processors by a control group",
      List.of("leader", "one", "minority", "all")),
  MEMORY(
      1,
      Capability.MEMORY,
      "nodes that may take hardly more memory, by a control group; the kernel kills whoever does",
      List.of("leader", "one", "minority", "all")),
  STORM(
      1,
      Capability.KILL,
      "nodes killed and started again and again",
      List.of("leader", "one", "minority", "all")),
  LATENCY(
      1.5,
      Capability.LINKS,
      "delayed links with jitter",
      List.of("leader", "one", "minority", "all")),
  BANDWIDTH(1, Capability.LINKS, "slow links", List.of("leader", "one", "minority")),
  RESET(1, Capability.LINKS, "connections reset", List.of("leader", "one", "all")),
  SLICER(1, Capability.LINKS, "data in small pieces", List.of("leader", "one", "all")),
  TIMEOUT(1, Capability.LINKS, "data stops, then connections close", List.of("leader", "one")),
  LOSS(1, Capability.PACKETS, "packets lost", List.of("leader", "one", "minority", "all")),
  DELAY(1, Capability.NETEM, "packets late", List.of("leader", "one", "minority", "all")),
  DUPLICATION(1, Capability.NETEM, "packets twice", List.of("leader", "one", "minority", "all")),
  REORDERING(
      1,
      Capability.NETEM,
      "packets that overtake others",
      List.of("leader", "one", "minority", "all")),
  CORRUPTION(
      1, Capability.NETEM, "packets with a wrong bit", List.of("leader", "one", "minority", "all")),
  DNS(1, Capability.PACKETS, "no answers from name servers", List.of("leader", "one", "all")),
  UNSYNCED(
      2,
      Capability.DISK,
      "power cut: kill -9, what was not synced to the disk is gone, start again",
      List.of("leader", "one", "minority", "majority", "all", "all")),
  DISK_FULL(
      1, Capability.DISK, "nothing more can be written", List.of("leader", "one", "minority")),
  DISK_SLOW(
      1,
      Capability.DISK,
      "reads, writes and syncs take long",
      List.of("leader", "one", "minority", "all")),
  DISK_ERRORS(
      1, Capability.DISK, "reads, writes and syncs fail", List.of("leader", "one", "minority")),
  DISK_CORRUPTION(
      1,
      Capability.DISK,
      "reads return wrong bits, and nodes start again so that they read",
      List.of("leader", "one", "minority")),
  TRUNCATION(
      1,
      Capability.KILL,
      "kill -9, the end of the file written last is cut off, start again",
      List.of("leader", "one", "minority")),
  BITFLIP(
      1,
      Capability.KILL,
      "kill -9, bits of the stored data are flipped for good, start again",
      List.of("leader", "one", "minority")),
  ROLLBACK(
      1,
      Capability.KILL,
      "nodes get back the data that they had when it began",
      List.of("leader", "one", "minority")),
  MEMBERSHIP(
      1,
      Capability.MEMBERS,
      "nodes taken out of the database's cluster and in again, by the database",
      List.of("leader", "one", "minority", "victim")),
  CLOCK(
      3,
      Capability.CLOCK,
      "clocks jump forwards or back",
      List.of("leader", "one", "minority", "followers", "all", "victim"));

  private final double weight;
  private final Capability needs;
  private final String description;
  private final List<String> shapes;

  FaultKind(double weight, Capability needs, String description, List<String> shapes) {
    this.weight = weight;
    this.needs = needs;
    this.description = description;
    this.shapes = shapes;
  }

  /** What a run without {@code --faults} gets. */
  public static final List<FaultKind> DEFAULTS = List.of(PARTITION, KILL, PAUSE, LATENCY);

  public static Optional<FaultKind> byName(String name) {
    return Arrays.stream(values()).filter(kind -> kind.wireName().equals(name)).findFirst();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How often it is chosen, relative to the others. */
  double weight() {
    return weight;
  }

  public Capability needs() {
    return needs;
  }

  public String description() {
    return description;
  }

  /** The shapes without those that take down a majority. */
  List<String> mildShapes() {
    return switch (this) {
      case KILL, STORM, UNSYNCED ->
          shapes.stream().filter(s -> !s.equals("all") && !s.equals("majority")).toList();
      default -> shapes;
    };
  }

  /** What it may make of the nodes that it strikes beside what it does itself. */
  Set<Consequence> consequences() {
    return switch (this) {
      case MEMORY, DISK_FULL, DISK_ERRORS, MEMBERSHIP ->
          Set.of(Consequence.NODE_ENDS, Consequence.LOG_COMPLAINS);
      case DISK_CORRUPTION, TRUNCATION, BITFLIP, ROLLBACK ->
          Set.of(Consequence.DATA_CHANGES, Consequence.LOG_COMPLAINS);
      case CORRUPTION -> Set.of(Consequence.LOG_COMPLAINS);
      default -> Set.of();
    };
  }

  /** Whom it strikes, or in what shape; more frequent ones stand more than once. */
  List<String> shapes() {
    return shapes;
  }
}
