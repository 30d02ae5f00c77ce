package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.ability.MemoryLimits;
import dev.ordeal.targets.ability.ResourceLimit;
import java.util.List;
import java.util.Set;

/** Nodes that may hardly take more memory than they have. */
public final class Memory implements FaultType {
  private static final double MEBI = 1 << 20;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String description() {
    return "memory limit (cgroup); the OOM killer may kill the node";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(MemoryLimits.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "all");
  }

  @Override
  public Set<Consequence> consequences() {
    return Set.of(Consequence.NODE_ENDS, Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    long spare = (long) aim.logUniform("spare", MEBI, 32 * MEBI);
    return new Starvation(aim.struck(), new ResourceLimit.Memory(spare));
  }
}
