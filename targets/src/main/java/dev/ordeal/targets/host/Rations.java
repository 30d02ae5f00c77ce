package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Capability;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Ration;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a node's processes may have of the machine, by control groups. */
public final class Rations {
  private final Place place;
  private final Marked marked;
  private final String prefix;

  /**
   * @param place where its processes can be put into control groups
   * @param runId tells the groups of runs apart
   */
  public Rations(Place place, String runId, String node) {
    this.place = place;
    this.marked = new Marked(runId, node);
    this.prefix = "ordeal-" + Hosts.tag(runId) + "-" + node + "-";
  }

  /** Of what is wanted, what cannot be rationed, and why. */
  public Map<Capability, String> problems(ClusterSetup setup) throws IOException {
    Map<Capability, String> problems = new EnumMap<>(Capability.class);
    for (Capability capability : List.of(Capability.PROCESSORS, Capability.MEMORY)) {
      if (setup.wants(capability)) {
        String problem = place.require(ControlGroup.problem(capability)).strip();
        if (!problem.isEmpty()) {
          problems.put(capability, problem);
        }
      }
    }
    return problems;
  }

  /** Rations the processes that there are now, and those that they start. */
  public void ration(String fault, Ration ration) throws IOException {
    place.require(new ControlGroup(prefix + fault).ration(marked, ration));
  }

  public void release(String fault) throws IOException {
    place.require(new ControlGroup(prefix + fault).remove());
  }

  /** The first line says how many processes are rationed, the others to what. */
  public String show(String fault) throws IOException {
    return place.require(new ControlGroup(prefix + fault).show()).strip();
  }

  /** How another process releases them. */
  public Undo undo(String fault) {
    return place.undo(new HostUndo.RemoveGroup(prefix + fault));
  }
}
