package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Processes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Nodes frozen, and continued when it is undone. */
public final class Pause implements FaultType {
  @Override
  public String name() {
    return "pause";
  }

  @Override
  public String description() {
    return "SIGSTOP and SIGCONT";
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
    return List.of("leader", "leader", "one", "minority", "victim");
  }

  @Override
  public boolean isDefault() {
    return true;
  }

  @Override
  public Fault draw(Aim aim) {
    return new Frozen(aim.struck());
  }

  private record Frozen(List<String> nodes) implements Fault {
    @Override
    public String describe() {
      return "pause " + String.join(", ", nodes);
    }

    @Override
    public Set<FaultTrait> traits() {
      return Set.of(FaultTrait.NEEDS_PROCESSES, FaultTrait.STOPS_PROCESSES, FaultTrait.SILENCES);
    }

    @Override
    public List<Undo> undos(FaultContext at) {
      return nodes.stream().map(at.ability(Processes.class)::resumeUndo).toList();
    }

    @Override
    public void inject(FaultContext at) throws IOException, TargetException {
      at.processes().pause(nodes);
    }

    @Override
    public void heal(FaultContext at) throws IOException, TargetException {
      at.processes().resume(nodes);
    }

    @Override
    public Seen verify(FaultContext at) throws IOException, TargetException {
      return at.processes().allStopped(nodes);
    }

    @Override
    public Optional<Fault> on(List<String> some) {
      return Optional.of(new Frozen(some));
    }
  }
}
