package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.ability.MemoryLimits;
import dev.ordeal.targets.ability.ProcessorLimits;
import dev.ordeal.targets.ability.ResourceLimit;
import dev.ordeal.targets.kernel.ControlGroup;
import dev.ordeal.targets.kernel.MarkedProcesses;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Limits what a node's processes may have of the machine, by control groups. */
public final class NodeLimits {
  private final HostShell place;
  private final MarkedProcesses marked;
  private final String prefix;

  /**
   * @param place where its processes can be put into control groups
   * @param runId tells the groups of runs apart
   */
  public NodeLimits(HostShell place, String runId, String node) {
    this.place = place;
    this.marked = new MarkedProcesses(runId, node);
    this.prefix = "ordeal-" + RunMark.tag(runId) + "-" + node + "-";
  }

  /** Of what is wanted, what cannot be limited, and why. */
  public Map<Class<?>, String> problems(ClusterSetup setup) throws IOException {
    Map<Class<?>, String> problems = new LinkedHashMap<>();
    for (Class<?> capability : List.of(ProcessorLimits.class, MemoryLimits.class)) {
      if (setup.wants(capability)) {
        String problem = place.require(ControlGroup.problem(capability)).strip();
        if (!problem.isEmpty()) {
          problems.put(capability, problem);
        }
      }
    }
    return problems;
  }

  /** Limits the processes that there are now, and those that they start. */
  public void limit(String fault, ResourceLimit limit) throws IOException {
    place.require(new ControlGroup(prefix + fault).limit(marked, limit));
  }

  public void release(String fault) throws IOException {
    place.require(new ControlGroup(prefix + fault).remove());
  }

  /** The first line says how many processes are limited, the others to what. */
  public String show(String fault) throws IOException {
    return place.require(new ControlGroup(prefix + fault).show()).strip();
  }

  /** How another process releases them. */
  public Undo undo(String fault) {
    return place.undo(new HostUndo.RemoveGroup(prefix + fault));
  }
}
