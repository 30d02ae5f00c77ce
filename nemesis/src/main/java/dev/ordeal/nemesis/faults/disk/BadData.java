package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.faults.process.NodesDown;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.StoredData;
import dev.ordeal.targets.disk.DataChange;
import java.io.IOException;
import java.util.List;

/**
 * Nodes killed, whose data is changed for good; started when undone.
 *
 * @param what the change, for people
 */
record BadData(List<String> nodes, DataChange change, String what) implements NodesDown {
  @Override
  public String describe() {
    return "data of %s: %s".formatted(String.join(", ", nodes), what);
  }

  @Override
  public void inject(FaultContext at) throws IOException, TargetException {
    at.processes().kill(nodes);
    OnNodes.each(nodes, node -> at.ability(StoredData.class).changeData(node, change));
  }
}
