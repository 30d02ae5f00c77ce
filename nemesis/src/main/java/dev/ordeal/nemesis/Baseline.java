package dev.ordeal.nemesis;

import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.link.LinksSeen;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What a fault is compared with.
 *
 * @param links what all links carried so far; empty if the fault is not seen by them
 * @param processes how many processes each of its nodes had; empty if it is not seen by them
 */
public record Baseline(LinksSeen links, Map<String, Integer> processes) {
  /** Nothing was read. */
  public static final Baseline NONE = new Baseline(new LinksSeen(Optional.empty()), Map.of());

  /** What the links carry. */
  public static Baseline ofLinks(FaultContext at) throws IOException {
    return new Baseline(at.ability(Links.class).seen(), Map.of());
  }

  /** How many processes nodes have. */
  public static Baseline ofProcesses(FaultContext at, List<String> nodes)
      throws IOException, TargetException {
    Map<String, Integer> processes = new ConcurrentSkipListMap<>();
    OnNodes.each(
        nodes, node -> processes.put(node, at.ability(Processes.class).processes(node).size()));
    return new Baseline(NONE.links(), processes);
  }

  /** Whether some links carried nothing, while others did. */
  boolean wereIdle(Collection<Link> some) {
    return !some.isEmpty()
        && links.over(some) == 0
        && links.bytes().stream()
            .anyMatch(all -> all.values().stream().anyMatch(bytes -> bytes > 0));
  }
}
