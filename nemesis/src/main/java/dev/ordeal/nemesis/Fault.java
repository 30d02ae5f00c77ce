package dev.ordeal.nemesis;

import dev.ordeal.targets.Capability;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Toxin;
import java.util.Collection;
import java.util.List;

/** Something broken, and for whom. */
public sealed interface Fault {
  /** Its name for {@code --faults} and in the history. */
  String kind();

  /** What an environment must be able to do. */
  Capability needs();

  /** In words, for people. */
  String describe();

  /**
   * Nodes that cannot hear each other.
   *
   * @param shape {@code isolated-node}, {@code bridge}, …
   * @param links the links over which nothing passes
   */
  record Partition(String shape, Collection<Link> links, String groups) implements Fault {
    @Override
    public String kind() {
      return "partition";
    }

    @Override
    public Capability needs() {
      return Capability.LINKS;
    }

    @Override
    public String describe() {
      return "partition " + shape + " " + groups;
    }
  }

  /** Nodes killed at once, and started again when it is undone. */
  record Kill(List<String> nodes) implements Fault {
    @Override
    public String kind() {
      return "kill";
    }

    @Override
    public Capability needs() {
      return Capability.KILL;
    }

    @Override
    public String describe() {
      return "kill -9 " + String.join(", ", nodes);
    }
  }

  /** Nodes asked to end, and started again when it is undone. */
  record Restart(List<String> nodes) implements Fault {
    @Override
    public String kind() {
      return "restart";
    }

    @Override
    public Capability needs() {
      return Capability.RESTART;
    }

    @Override
    public String describe() {
      return "graceful stop of " + String.join(", ", nodes);
    }
  }

  /** Nodes frozen. */
  record Pause(List<String> nodes) implements Fault {
    @Override
    public String kind() {
      return "pause";
    }

    @Override
    public Capability needs() {
      return Capability.PAUSE;
    }

    @Override
    public String describe() {
      return "pause " + String.join(", ", nodes);
    }
  }

  /**
   * Every link from or to some nodes made worse.
   *
   * @param kind {@code latency}, {@code bandwidth}, {@code reset}, {@code slicer}, {@code timeout}
   */
  record BadLinks(String kind, List<String> nodes, Collection<Link> links, Toxin toxin)
      implements Fault {
    @Override
    public Capability needs() {
      return Capability.LINKS;
    }

    @Override
    public String describe() {
      return "%s at %s: %s".formatted(kind, String.join(", ", nodes), toxin);
    }
  }

  /** Nodes whose clock jumps forth and back again and again. */
  record ClockStrobe(List<String> nodes, long offsetMillis, long periodMillis) implements Fault {
    @Override
    public String kind() {
      return "clock";
    }

    @Override
    public Capability needs() {
      return Capability.CLOCK;
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
    public String kind() {
      return "clock";
    }

    @Override
    public Capability needs() {
      return Capability.CLOCK;
    }

    @Override
    public String describe() {
      return "clock of %s off by %+d ms".formatted(String.join(", ", nodes), offsetMillis);
    }
  }
}
