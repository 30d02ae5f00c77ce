package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.ProcessorLimits;
import dev.ordeal.targets.ability.ResourceLimit;
import java.util.List;
import java.util.Set;

/** Nodes that get little of the processors. */
public final class Cpu implements FaultType {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    return "CPU limit (cgroup)";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(ProcessorLimits.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "all");
  }

  @Override
  public Fault draw(Aim aim) {
    return new Starvation(
        aim.struck(), new ResourceLimit.Processor(aim.logUniform("share", 0.01, 0.3)));
  }
}
