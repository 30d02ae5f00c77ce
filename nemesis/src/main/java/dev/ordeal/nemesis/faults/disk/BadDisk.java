package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.disk.DiskTrouble;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Nodes whose disk fails in some way; started when undone, where they ended because of it.
 *
 * @param restarts whether nodes are started again when it comes and when it goes, so that they read
 *     what is in their memory already
 */
record BadDisk(List<String> nodes, DiskTrouble trouble, boolean restarts) implements Fault {
  @Override
  public String describe() {
    return "disk of %s %s".formatted(String.join(", ", nodes), trouble.description());
  }

  @Override
  public Set<FaultTrait> traits() {
    return restarts
        ? Set.of(FaultTrait.NEEDS_PROCESSES, FaultTrait.ENDS_PROCESSES)
        : Set.of(FaultTrait.NEEDS_PROCESSES);
  }

  @Override
  public List<Undo> undos(FaultContext at) {
    return nodes.stream().map(node -> at.ability(Disks.class).diskUndo(node, at.name())).toList();
  }

  @Override
  public void inject(FaultContext at) throws IOException, TargetException {
    set(at, trouble);
  }

  @Override
  public void heal(FaultContext at) throws IOException, TargetException {
    set(at, DiskTrouble.NONE);
    // Some may have ended because of it.
    at.processes().start(nodes);
  }

  private void set(FaultContext at, DiskTrouble to) throws IOException, TargetException {
    if (restarts) {
      at.processes().kill(nodes);
    }
    OnNodes.each(nodes, node -> at.ability(Disks.class).setDisk(node, at.name(), to));
    if (restarts) {
      at.processes().start(nodes);
    }
  }

  @Override
  public Seen verifyGone(FaultContext at) throws IOException, TargetException {
    return at.processes().keepRunning(nodes);
  }

  @Override
  public Seen verify(FaultContext at) throws IOException {
    for (String node : nodes) {
      String says = at.ability(Disks.class).diskSeen(node);
      if (!says.contains(trouble.text())) {
        return new Seen(false, "the disk of %s says %s".formatted(node, says));
      }
    }
    return new Seen(true, "the disk says " + trouble.text());
  }
}
