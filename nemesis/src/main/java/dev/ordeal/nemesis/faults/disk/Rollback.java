package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.StoredData;
import dev.ordeal.targets.disk.DataChange;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Nodes whose data is put aside, and given back to them when it is undone. */
public final class Rollback implements FaultType {
  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public String description() {
    return "nodes get an old copy of their data back";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Processes.class, StoredData.class);
  }

  @Override
  public Set<Consequence> consequences() {
    return Set.of(Consequence.DATA_CHANGES, Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    return new OldData(aim.struck());
  }

  private record OldData(List<String> nodes) implements Fault {
    @Override
    public String describe() {
      return "data of %s as it is now comes back".formatted(String.join(", ", nodes));
    }

    @Override
    public Set<FaultTrait> traits() {
      return Set.of(FaultTrait.NEEDS_PROCESSES, FaultTrait.ENDS_PROCESSES);
    }

    /** Processes of nodes are in the journal since they were started. */
    @Override
    public List<Undo> undos(FaultContext at) {
      return List.of(Undo.NOTHING);
    }

    @Override
    public void inject(FaultContext at) throws IOException, TargetException {
      OnNodes.each(nodes, node -> putAside(at, node));
    }

    private static void putAside(FaultContext at, String node) throws IOException, TargetException {
      at.processes().pause(List.of(node));
      try {
        at.ability(StoredData.class).changeData(node, DataChange.COPY);
      } finally {
        at.processes().resume(List.of(node));
      }
    }

    @Override
    public void heal(FaultContext at) throws IOException, TargetException {
      OnNodes.each(
          nodes,
          node -> {
            at.processes().kill(List.of(node));
            at.ability(StoredData.class).changeData(node, DataChange.RESTORE);
          });
      at.processes().start(nodes);
    }

    @Override
    public Seen verify(FaultContext at) {
      return new Seen(true, "their data is copied");
    }
  }
}
