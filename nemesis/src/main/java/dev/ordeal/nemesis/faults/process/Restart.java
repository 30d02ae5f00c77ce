package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Nodes asked to end, and started again when it is undone. */
public final class Restart implements FaultType {
  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String description() {
    return "graceful stop (SIGTERM) and restart";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Processes.class);
  }

  @Override
  public Fault draw(Aim aim) {
    return new Stopped(aim.struck());
  }

  private record Stopped(List<String> nodes) implements NodesDown {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String describe() {
      return "graceful stop of " + String.join(", ", nodes);
    }

    @Override
    public void inject(FaultContext at) throws IOException, TargetException {
      at.processes().stop(nodes, PATIENCE);
    }
  }
}
