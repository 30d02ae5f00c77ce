package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.faults.StrobedFault;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.ability.Processes;
import java.util.List;
import java.util.Set;

/** Nodes frozen for a moment, again and again, as by a lack of processors. */
public final class PauseStrobe implements FaultType {
  @Override
  public String name() {
    return "pause-strobe";
  }

  @Override
  public String description() {
    return "repeated short SIGSTOP and SIGCONT, like scheduling stalls";
  }

  @Override
  public List<String> aliases() {
    return List.of("hiccup");
  }

  /** Draws stay what they were under the old name. */
  @Override
  public String seedName() {
    return "hiccup";
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
  public Fault draw(Aim aim) {
    return new Strobed(aim.struck(), (long) aim.logUniform("period", 20, 400));
  }

  /**
   * The fault.
   *
   * @param periodMillis how long nodes are frozen, and then how long they are not
   */
  private record Strobed(List<String> nodes, long periodMillis) implements StrobedFault {
    @Override
    public String describe() {
      return "%s frozen every other %d ms".formatted(String.join(", ", nodes), periodMillis);
    }

    @Override
    public Set<FaultTrait> traits() {
      return Set.of(FaultTrait.NEEDS_PROCESSES, FaultTrait.STOPS_PROCESSES);
    }

    @Override
    public List<Undo> undos(FaultContext at) {
      return nodes.stream().map(at.ability(Processes.class)::resumeUndo).toList();
    }

    @Override
    public void inject(FaultContext at) {
      at.strobe(
          periodMillis,
          () -> at.processes().pause(nodes),
          () -> at.processes().allStopped(nodes),
          () -> at.processes().resume(nodes));
    }
  }
}
