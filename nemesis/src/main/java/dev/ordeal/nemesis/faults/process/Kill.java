package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTargeting;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Processes;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Nodes killed at once, and started again when it is undone. */
public final class Kill implements FaultType {
  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String description() {
    return "kill -9 and restart";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Processes.class);
  }

  @Override
  public double weight() {
    return 2;
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "majority", "all", "all", "victim");
  }

  @Override
  public List<String> mildShapes() {
    return FaultTargeting.withoutMajorities(shapes());
  }

  @Override
  public boolean isDefault() {
    return true;
  }

  @Override
  public Fault draw(Aim aim) {
    return new Killed(aim.struck());
  }

  private record Killed(List<String> nodes) implements NodesDown {
    @Override
    public String describe() {
      return "kill -9 " + String.join(", ", nodes);
    }

    @Override
    public void inject(FaultContext at) throws IOException, TargetException {
      at.processes().kill(nodes);
    }
  }
}
