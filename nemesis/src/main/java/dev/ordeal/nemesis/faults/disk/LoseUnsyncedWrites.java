package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTargeting;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.faults.process.NodesDown;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.disk.DiskTrouble;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Nodes that lose power: killed, without what they had not synced; started when undone. */
public final class LoseUnsyncedWrites implements FaultType {
  @Override
  public String name() {
    return "lose-unsynced-writes";
  }

  @Override
  public String description() {
    return "power failure: kill -9, unsynced writes are lost, restart";
  }

  @Override
  public List<String> aliases() {
    return List.of("unsynced");
  }

  /** Draws stay what they were under the old name. */
  @Override
  public String seedName() {
    return "unsynced";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Disks.class);
  }

  @Override
  public double weight() {
    return 2;
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "majority", "all", "all");
  }

  @Override
  public List<String> mildShapes() {
    return FaultTargeting.withoutMajorities(shapes());
  }

  @Override
  public Fault draw(Aim aim) {
    return new PowerCut(aim.struck());
  }

  private record PowerCut(List<String> nodes) implements NodesDown {
    @Override
    public String describe() {
      return "power cut at %s, what was not synced is gone".formatted(String.join(", ", nodes));
    }

    /** All at once: a node that still runs might save what the others lose. */
    @Override
    public void inject(FaultContext at) throws IOException, TargetException {
      at.processes().kill(nodes);
      OnNodes.each(
          nodes, node -> at.ability(Disks.class).setDisk(node, at.name(), DiskTrouble.LOSE));
    }
  }
}
