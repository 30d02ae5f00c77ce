package dev.ordeal.nemesis;

import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What faults of the plan that hold at the same time do to each other. */
final class Overlap {
  private Overlap() {}

  /**
   * A fault that holds, or held, at the same time as another one.
   *
   * @param may what it may make of its nodes beside what it does itself
   */
  record Met(Fault fault, Set<Consequence> may) {
    private boolean kills() {
      return fault.traits().contains(FaultTrait.ENDS_PROCESSES);
    }

    private boolean mayEndNodes() {
      return may.contains(Consequence.NODE_ENDS);
    }
  }

  /**
   * What was seen of a fault that was just injected, without its nodes that have no process because
   * of another one: the kernel killed a node that lacks memory, say.
   *
   * @param seen what was seen of it on all of its nodes
   * @param met faults that hold at the same time
   */
  static Seen held(Fault fault, FaultContext at, Seen seen, Collection<Met> met)
      throws IOException, TargetException {
    List<String> ended = ended(fault, at, met);
    List<String> left = without(ended, fault.nodes());
    if (seen.holds() || ended.isEmpty() || left.isEmpty()) {
      return seen;
    }
    Optional<Fault> rest = fault.on(left);
    if (rest.isEmpty() || !rest.get().verify(at).holds()) {
      return seen;
    }
    return new Seen(true, "holds on %s; %s".formatted(left, noProcess(ended)));
  }

  /**
   * Why a fault strikes nothing: another one that holds may end nodes, and all nodes of this one
   * have no process. Empty if that is not so.
   *
   * @param met faults that hold at the same time
   */
  static Optional<String> nothingToStrike(Fault fault, FaultContext at, Collection<Met> met)
      throws IOException, TargetException {
    if (!fault.traits().contains(FaultTrait.NEEDS_PROCESSES)) {
      return Optional.empty();
    }
    List<String> ended = ended(fault, at, met);
    if (!ended.containsAll(fault.nodes())) {
      return Optional.empty();
    }
    return met.stream()
        .filter(Met::mayEndNodes)
        .filter(other -> other.fault().nodes().contains(ended.getFirst()))
        .findFirst()
        .map(other -> "%s during '%s'".formatted(noProcess(ended), other.fault().describe()));
  }

  private static String noProcess(List<String> nodes) {
    return String.join(", ", nodes) + (nodes.size() == 1 ? " has" : " have") + " no process";
  }

  /**
   * Whether a fault held until now; a fault of the plan that ends processes of a node also ends a
   * pause or a limit of them.
   *
   * @param since what was seen when it began to hold
   * @param met faults that held at the same time
   */
  static Seen kept(Fault fault, FaultContext at, Baseline since, Collection<Met> met)
      throws IOException, TargetException {
    Seen kept = fault.verifyKept(at, since);
    if (kept.holds()) {
      return kept;
    }
    Set<String> gone = killed(met);
    gone.addAll(ended(fault, at, met));
    List<String> left = without(gone, fault.nodes());
    if (left.size() == fault.nodes().size()) {
      return kept;
    }
    Optional<Fault> rest = fault.on(left);
    boolean holds =
        rest.isPresent() && (left.isEmpty() || rest.get().verifyKept(at, since).holds());
    return holds ? new Seen(true, "held until other faults ended some of its nodes") : kept;
  }

  /**
   * A fault that explains why no packet met another one's rules.
   *
   * @param met faults that held at the same time
   */
  static Optional<Fault> mask(Fault fault, FaultContext at, Collection<Met> met)
      throws IOException {
    for (Met other : met) {
      if (fault.canBeHiddenBy(other.fault(), at)) {
        return Optional.of(other.fault());
      }
    }
    return Optional.empty();
  }

  /** The nodes of a fault that have no process, where another fault may have ended them. */
  private static List<String> ended(Fault fault, FaultContext at, Collection<Met> met)
      throws IOException, TargetException {
    Set<String> mayEnd = new HashSet<>();
    met.stream().filter(Met::mayEndNodes).forEach(other -> mayEnd.addAll(other.fault().nodes()));
    List<String> suspects = new ArrayList<>(fault.nodes());
    suspects.retainAll(mayEnd);
    return suspects.isEmpty() ? List.of() : at.processes().withoutProcess(suspects);
  }

  private static Set<String> killed(Collection<Met> met) {
    Set<String> killed = new HashSet<>();
    met.stream().filter(Met::kills).forEach(other -> killed.addAll(other.fault().nodes()));
    return killed;
  }

  private static List<String> without(Collection<String> gone, List<String> nodes) {
    return nodes.stream().filter(node -> !gone.contains(node)).toList();
  }
}
