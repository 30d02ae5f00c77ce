package dev.ordeal.nemesis;

import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What faults of the plan that hold at the same time do to each other. */
final class Overlap {
  private final FaultVerifier verifier;

  Overlap(FaultVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * Whether a fault held until now; a kill of the plan ends a pause or a limit of its nodes.
   *
   * @param since what was seen when it began to hold
   * @param met faults that held at the same time
   */
  Seen kept(Fault fault, long id, FaultVerifier.Baseline since, Collection<Fault> met)
      throws IOException, TargetException {
    Seen kept = verifier.kept(fault, id, since);
    List<String> left = notKilled(fault.nodes(), met);
    if (kept.holds() || left.size() == fault.nodes().size()) {
      return kept;
    }
    Fault rest =
        switch (fault) {
          case Fault.Pause f -> new Fault.Pause(left);
          case Fault.Starvation f -> new Fault.Starvation(left, f.ration());
          default -> null;
        };
    boolean holds = rest != null && (left.isEmpty() || verifier.kept(rest, id, since).holds());
    return holds ? new Seen(true, "held until other faults killed some of its nodes") : kept;
  }

  /**
   * A fault that explains why no packet met another one's rules: it kept the same nodes silent.
   *
   * @param met faults that held at the same time
   * @return empty if none explains it, or if the fault is none of packets
   */
  static Optional<Fault> mask(Fault fault, Collection<Fault> met) {
    boolean isOfPackets =
        fault instanceof Fault.Loss
            || fault instanceof Fault.BadPackets
            || fault instanceof Fault.NoNames;
    return isOfPackets
        ? met.stream().filter(other -> silences(other, fault.nodes())).findFirst()
        : Optional.empty();
  }

  /** The nodes that none of some faults killed. */
  private static List<String> notKilled(List<String> nodes, Collection<Fault> met) {
    Set<String> killed = new HashSet<>();
    met.stream().filter(Overlap::kills).forEach(fault -> killed.addAll(fault.nodes()));
    return nodes.stream().filter(node -> !killed.contains(node)).toList();
  }

  private static boolean kills(Fault fault) {
    return switch (fault) {
      case Fault.Kill f -> true;
      case Fault.Restart f -> true;
      case Fault.Storm f -> true;
      case Fault.PowerCut f -> true;
      case Fault.BadData f -> true;
      case Fault.Rollback f -> true;
      case Fault.BadDisk f -> f.restarts();
      default -> false;
    };
  }

  private static boolean silences(Fault fault, List<String> nodes) {
    boolean stops =
        switch (fault) {
          case Fault.Partition f -> true;
          case Fault.Kill f -> true;
          case Fault.Restart f -> true;
          case Fault.Pause f -> true;
          case Fault.PowerCut f -> true;
          case Fault.BadData f -> true;
          default -> false;
        };
    return stops && new HashSet<>(fault.struck()).containsAll(nodes);
  }
}
