package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.ResourceLimit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Nodes that get less of the machine than they want. */
record Starvation(List<String> nodes, ResourceLimit limit) implements Fault {
  @Override
  public String describe() {
    return "%s with %s".formatted(String.join(", ", nodes), limit.describe());
  }

  @Override
  public Set<FaultTrait> traits() {
    return Set.of(FaultTrait.NEEDS_PROCESSES);
  }

  @Override
  public List<Undo> undos(FaultContext at) {
    return nodes.stream()
        .map(node -> at.ability(limit.ability()).releaseUndo(node, at.name()))
        .toList();
  }

  @Override
  public void inject(FaultContext at) throws IOException, TargetException {
    OnNodes.each(nodes, node -> at.ability(limit.ability()).limit(node, at.name(), limit));
  }

  @Override
  public void heal(FaultContext at) throws IOException, TargetException {
    OnNodes.each(nodes, node -> at.ability(limit.ability()).release(node, at.name()));
    // The kernel may have killed some for want of memory.
    at.processes().start(nodes);
  }

  @Override
  public Seen verifyGone(FaultContext at) throws IOException, TargetException {
    return at.processes().keepRunning(nodes);
  }

  @Override
  public Seen verify(FaultContext at) throws IOException, TargetException {
    Map<String, String> all = new ConcurrentSkipListMap<>();
    OnNodes.each(
        nodes, node -> all.put(node, at.ability(limit.ability()).limitSeen(node, at.name())));
    for (Map.Entry<String, String> node : all.entrySet()) {
      List<String> lines = node.getValue().lines().toList();
      boolean isEmpty = lines.isEmpty() || lines.getFirst().strip().equals("0");
      // The kernel kills who takes more memory: then the group is empty because it works.
      boolean mayBeKilled = limit instanceof ResourceLimit.Memory && lines.size() > 1;
      if (isEmpty && !mayBeKilled) {
        return new Seen(false, "no process of " + node.getKey() + " is limited");
      }
    }
    return new Seen(true, String.join("; ", all.values().stream().map(Starvation::line).toList()));
  }

  private static String line(String lines) {
    return "processes " + String.join(", ", lines.lines().map(String::strip).toList());
  }

  @Override
  public Optional<Fault> on(List<String> some) {
    return Optional.of(new Starvation(some, limit));
  }
}
