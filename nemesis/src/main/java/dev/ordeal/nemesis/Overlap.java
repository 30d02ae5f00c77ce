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
  private Overlap() {}

  /**
   * Whether a fault held until now; a kill of the plan ends a pause or a limit of its nodes.
   *
   * @param since what was seen when it began to hold
   * @param met faults that held at the same time
   */
  static Seen kept(Fault fault, FaultContext at, Baseline since, Collection<Fault> met)
      throws IOException, TargetException {
    Seen kept = fault.verifyKept(at, since);
    List<String> left = notKilled(fault.nodes(), met);
    if (kept.holds() || left.size() == fault.nodes().size()) {
      return kept;
    }
    Optional<Fault> rest = fault.on(left);
    boolean holds =
        rest.isPresent() && (left.isEmpty() || rest.get().verifyKept(at, since).holds());
    return holds ? new Seen(true, "held until other faults killed some of its nodes") : kept;
  }

  /**
   * A fault that explains why no packet met another one's rules.
   *
   * @param met faults that held at the same time
   */
  static Optional<Fault> mask(Fault fault, FaultContext at, Collection<Fault> met)
      throws IOException {
    for (Fault other : met) {
      if (fault.canBeHiddenBy(other, at)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  /** The nodes that none of some faults killed. */
  private static List<String> notKilled(List<String> nodes, Collection<Fault> met) {
    Set<String> killed = new HashSet<>();
    met.stream()
        .filter(fault -> fault.traits().contains(FaultTrait.ENDS_PROCESSES))
        .forEach(fault -> killed.addAll(fault.nodes()));
    return nodes.stream().filter(node -> !killed.contains(node)).toList();
  }
}
