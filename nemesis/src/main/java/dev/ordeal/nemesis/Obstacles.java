package dev.ordeal.nemesis;

import dev.ordeal.targets.link.Link;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Why a fault would strike nothing if it were injected now. */
final class Obstacles {
  private final ProcessControl processes;

  Obstacles(ProcessControl processes) {
    this.processes = processes;
  }

  /**
   * What is in a fault's way.
   *
   * @param alike the faults of its kind that hold now
   * @return empty if nothing is
   */
  Optional<String> of(Fault fault, Collection<Fault> alike) {
    if (fault.nodes().isEmpty()) {
      return Optional.of("there is no node for it");
    }
    Optional<Collection<Link>> links = fault.struckLinks();
    if (links.isPresent() && links.get().isEmpty()) {
      return Optional.of("one side has no node, so there is no link to strike");
    }
    if (fault.traits().contains(FaultTrait.NEEDS_PROCESSES)
        && fault.nodes().stream().allMatch(processes::isDown)) {
      return Optional.of(String.join(", ", fault.nodes()) + " is down already");
    }
    boolean freezes = fault.traits().contains(FaultTrait.STOPS_PROCESSES);
    List<String> up = fault.nodes().stream().filter(n -> !processes.isDown(n)).toList();
    if (freezes && up.stream().allMatch(processes::isPaused)) {
      return Optional.of(String.join(", ", fault.nodes()) + " is paused already");
    }
    return alike.stream()
        .filter(held -> covers(held, fault))
        .findFirst()
        .map(held -> "the same holds already: " + held.describe());
  }

  private static boolean covers(Fault held, Fault fault) {
    Optional<Collection<Link>> mine = fault.struckLinks();
    Optional<Collection<Link>> its = held.struckLinks();
    if (mine.isPresent() && its.isPresent()) {
      return new HashSet<>(its.get()).containsAll(mine.get());
    }
    return new HashSet<>(held.nodes()).containsAll(fault.nodes());
  }
}
