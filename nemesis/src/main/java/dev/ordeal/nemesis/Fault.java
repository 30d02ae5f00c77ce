package dev.ordeal.nemesis;

import dev.ordeal.targets.Ration;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.PacketTrouble;
import dev.ordeal.targets.link.Toxin;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Something broken, and for whom. */
public sealed interface Fault {
  FaultKind kind();

  /** The nodes it strikes; of a partition, those on its smaller side. */
  List<String> nodes();

  /** Whom it affects; of a partition without sides, everybody who is cut off from somebody. */
  default Collection<String> struck() {
    return nodes();
  }

  /** In words, for people. */
  String describe();

  /**
   * Nodes that cannot hear each other.
   *
   * @param shape {@code isolated-node}, {@code bridge}, …
   * @param links the links over which nothing passes
   */
  record Partition(String shape, List<String> nodes, Collection<Link> links, String groups)
      implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.PARTITION;
    }

    @Override
    public Collection<String> struck() {
      boolean haveSides =
          links.stream().allMatch(l -> nodes.contains(l.from()) ^ nodes.contains(l.to()));
      return haveSides
          ? nodes
          : links.stream().flatMap(l -> Stream.of(l.from(), l.to())).distinct().toList();
    }

    @Override
    public String describe() {
      return "partition " + shape + " " + groups;
    }
  }

  /**
   * Nodes that hear each other, and do not, again and again.
   *
   * @param periodMillis how long they do not, and then how long they do
   */
  record Flap(List<String> nodes, Collection<Link> links, long periodMillis) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.FLAP;
    }

    @Override
    public String describe() {
      return "links of %s cut and back every %d ms"
          .formatted(String.join(", ", nodes), periodMillis);
    }
  }

  /**
   * Nodes frozen for a moment, again and again, as by a lack of processors.
   *
   * @param periodMillis how long they are frozen, and then how long they are not
   */
  record Hiccup(List<String> nodes, long periodMillis) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.HICCUP;
    }

    @Override
    public String describe() {
      return "%s frozen every other %d ms".formatted(String.join(", ", nodes), periodMillis);
    }
  }

  /** Nodes taken out of the database's cluster, which go on running. */
  record Removal(List<String> nodes) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.MEMBERSHIP;
    }

    @Override
    public String describe() {
      return String.join(", ", nodes) + " taken out of the cluster";
    }
  }

  /** Nodes that get less of the machine than they want. */
  record Starvation(List<String> nodes, Ration ration) implements Fault {
    @Override
    public FaultKind kind() {
      return switch (ration) {
        case Ration.Processor processor -> FaultKind.CPU;
        case Ration.Memory memory -> FaultKind.MEMORY;
      };
    }

    @Override
    public String describe() {
      return "%s with %s".formatted(String.join(", ", nodes), ration.describe());
    }
  }

  /**
   * Nodes killed and started, again and again, as by a supervisor of a program that crashes.
   *
   * @param periodMillis how long they are down, and then how long they may run
   */
  record Storm(List<String> nodes, long periodMillis) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.STORM;
    }

    @Override
    public String describe() {
      return "%s killed and started every other %d ms"
          .formatted(String.join(", ", nodes), periodMillis);
    }
  }

  /** Nodes killed at once, and started again when it is undone. */
  record Kill(List<String> nodes) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.KILL;
    }

    @Override
    public String describe() {
      return "kill -9 " + String.join(", ", nodes);
    }
  }

  /** Nodes asked to end, and started again when it is undone. */
  record Restart(List<String> nodes) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.RESTART;
    }

    @Override
    public String describe() {
      return "graceful stop of " + String.join(", ", nodes);
    }
  }

  /** Nodes frozen. */
  record Pause(List<String> nodes) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.PAUSE;
    }

    @Override
    public String describe() {
      return "pause " + String.join(", ", nodes);
    }
  }

  /**
   * Every link from or to some nodes made worse.
   *
   * @param kind latency, bandwidth, reset, slicer or timeout
   */
  record BadLinks(FaultKind kind, List<String> nodes, Collection<Link> links, Toxin toxin)
      implements Fault {
    @Override
    public String describe() {
      return "%s at %s".formatted(toxin.describe(), String.join(", ", nodes));
    }
  }

  /**
   * Every link from or to some nodes loses packets.
   *
   * @param share how many, between 0 and 1
   */
  record Loss(List<String> nodes, Collection<Link> links, double share) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.LOSS;
    }

    @Override
    public String describe() {
      return "%.0f %% of packets lost at %s".formatted(100 * share, String.join(", ", nodes));
    }
  }

  /**
   * Something done to the packets of every link from or to some nodes.
   *
   * @param kind delay, duplication, reordering or corruption
   */
  record BadPackets(
      FaultKind kind, List<String> nodes, Collection<Link> links, PacketTrouble trouble)
      implements Fault {
    @Override
    public String describe() {
      return "%s at %s".formatted(trouble.describe(), String.join(", ", nodes));
    }
  }

  /** Nodes that cannot find out the addresses of names. */
  record NoNames(List<String> nodes) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.DNS;
    }

    @Override
    public String describe() {
      return "no name servers for " + String.join(", ", nodes);
    }
  }

  /** Nodes that lose power: killed, without what they had not synced; started when undone. */
  record PowerCut(List<String> nodes) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.UNSYNCED;
    }

    @Override
    public String describe() {
      return "power cut at %s, what was not synced is gone".formatted(String.join(", ", nodes));
    }
  }

  /**
   * Nodes whose disk fails in some way; started when undone, where they ended because of it.
   *
   * @param kind disk-full, disk-slow, disk-errors or disk-corruption
   */
  record BadDisk(FaultKind kind, List<String> nodes, DiskTrouble trouble) implements Fault {
    /** Whether nodes are started anew when it comes and when it goes, so that they read. */
    boolean restarts() {
      return kind == FaultKind.DISK_CORRUPTION;
    }

    @Override
    public String describe() {
      return "disk of %s %s".formatted(String.join(", ", nodes), trouble.description());
    }
  }

  /**
   * Nodes killed, whose data is changed for good; started when undone.
   *
   * @param kind truncation or bitflip
   * @param what in words, for people
   */
  record BadData(FaultKind kind, List<String> nodes, DataChange change, String what)
      implements Fault {
    @Override
    public String describe() {
      return "data of %s: %s".formatted(String.join(", ", nodes), what);
    }
  }

  /** Nodes whose data is put aside, and given back to them when undone. */
  record Rollback(List<String> nodes) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.ROLLBACK;
    }

    @Override
    public String describe() {
      return "data of %s as it is now comes back".formatted(String.join(", ", nodes));
    }
  }

  /** Nodes whose clock jumps forth and back again and again. */
  record ClockStrobe(List<String> nodes, long offsetMillis, long periodMillis) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.CLOCK;
    }

    @Override
    public String describe() {
      return "clock of %s jumps by %+d ms and back every %d ms"
          .formatted(String.join(", ", nodes), offsetMillis, periodMillis);
    }
  }

  /** Nodes whose clock is off. */
  record ClockBump(List<String> nodes, long offsetMillis) implements Fault {
    @Override
    public FaultKind kind() {
      return FaultKind.CLOCK;
    }

    @Override
    public String describe() {
      return "clock of %s off by %+d ms".formatted(String.join(", ", nodes), offsetMillis);
    }
  }
}
