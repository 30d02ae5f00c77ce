package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTargeting;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.faults.StrobedFault;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.ability.Processes;
import java.util.List;
import java.util.Set;

/** Nodes killed and started, again and again, as by a supervisor of a program that crashes. */
public final class CrashLoop implements FaultType {
  @Override
  public String name() {
    return "crash-loop";
  }

  @Override
  public String description() {
    return "kill -9 and restart repeatedly";
  }

  @Override
  public List<String> aliases() {
    return List.of("storm");
  }

  /** Draws stay what they were under the old name. */
  @Override
  public String seedName() {
    return "storm";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Processes.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "all");
  }

  @Override
  public List<String> mildShapes() {
    return FaultTargeting.withoutMajorities(shapes());
  }

  @Override
  public Fault draw(Aim aim) {
    return new Loop(aim.struck(), (long) aim.logUniform("period", 100, 2_000));
  }

  /**
   * The fault.
   *
   * @param periodMillis how long nodes are down, and then how long they may run
   */
  private record Loop(List<String> nodes, long periodMillis) implements StrobedFault {
    @Override
    public String describe() {
      return "%s killed and started every other %d ms"
          .formatted(String.join(", ", nodes), periodMillis);
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
    public void inject(FaultContext at) {
      at.strobe(
          periodMillis,
          () -> at.processes().kill(nodes),
          () -> at.processes().allGone(nodes),
          () -> at.processes().start(nodes));
    }
  }
}
