package dev.ordeal.nemesis;

import dev.ordeal.targets.link.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a fault would strike nothing if it were injected now. */
final class Obstacles {
  private final FaultInjector injector;

  Obstacles(FaultInjector injector) {
    this.injector = injector;
  }

  /**
   * What is in a fault's way.
   *
   * @param holding the faults that hold now
   * @return empty if nothing is
   */
  Optional<String> of(Fault fault, Collection<Fault> holding) {
    if (fault.nodes().isEmpty()) {
      return Optional.of("there is no node for it");
    }
    Optional<Collection<Link>> links = links(fault);
    if (links.isPresent() && links.get().isEmpty()) {
      return Optional.of("one side has no node, so there is no link to strike");
    }
    if (needsProcesses(fault) && fault.nodes().stream().allMatch(injector::isDown)) {
      return Optional.of(String.join(", ", fault.nodes()) + " is down already");
    }
    boolean freezes = fault instanceof Fault.Pause || fault instanceof Fault.Hiccup;
    List<String> up = fault.nodes().stream().filter(n -> !injector.isDown(n)).toList();
    if (freezes && up.stream().allMatch(injector::isFrozen)) {
      return Optional.of(String.join(", ", fault.nodes()) + " is paused already");
    }
    return holding.stream()
        .filter(held -> held.kind() == fault.kind() && covers(held, fault))
        .findFirst()
        .map(held -> "the same holds already: " + held.describe());
  }

  private static boolean covers(Fault held, Fault fault) {
    Optional<Collection<Link>> mine = links(fault);
    Optional<Collection<Link>> its = links(held);
    if (mine.isPresent() && its.isPresent()) {
      return new HashSet<>(its.get()).containsAll(mine.get());
    }
    Set<String> struck = new HashSet<>(held.nodes());
    return struck.containsAll(new ArrayList<>(fault.nodes()));
  }

  private static Optional<Collection<Link>> links(Fault fault) {
    return switch (fault) {
      case Fault.Partition f -> Optional.of(f.links());
      case Fault.Flap f -> Optional.of(f.links());
      case Fault.BadLinks f -> Optional.of(f.links());
      case Fault.Loss f -> Optional.of(f.links());
      case Fault.BadPackets f -> Optional.of(f.links());
      default -> Optional.empty();
    };
  }

  private static boolean needsProcesses(Fault fault) {
    return switch (fault) {
      case Fault.Kill f -> true;
      case Fault.Restart f -> true;
      case Fault.Pause f -> true;
      case Fault.Hiccup f -> true;
      case Fault.Storm f -> true;
      case Fault.PowerCut f -> true;
      case Fault.BadData f -> true;
      case Fault.Starvation f -> true;
      case Fault.Rollback f -> true;
      case Fault.Removal f -> true;
      case Fault.BadDisk f -> true;
      case Fault.ClockBump f -> false;
      case Fault.ClockStrobe f -> false;
      case Fault.Partition f -> false;
      case Fault.Flap f -> false;
      case Fault.BadLinks f -> false;
      case Fault.Loss f -> false;
      case Fault.BadPackets f -> false;
      case Fault.NoNames f -> false;
    };
  }
}
