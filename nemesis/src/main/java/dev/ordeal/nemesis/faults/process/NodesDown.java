package dev.ordeal.nemesis.faults.process;

import dev.ordeal.nemesis.Baseline;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A fault that ends the processes of its nodes, which are started again when it is undone. */
public interface NodesDown extends Fault {
  @Override
  default Set<FaultTrait> traits() {
    return Set.of(FaultTrait.NEEDS_PROCESSES, FaultTrait.ENDS_PROCESSES, FaultTrait.SILENCES);
  }

  /** Processes of nodes are in the journal since they were started. */
  @Override
  default List<Undo> undos(FaultContext at) {
    return List.of(Undo.NOTHING);
  }

  @Override
  default void heal(FaultContext at) throws IOException, TargetException {
    at.processes().start(nodes());
  }

  @Override
  default Seen verify(FaultContext at) throws IOException, TargetException {
    return at.processes().allGone(nodes());
  }

  @Override
  default Baseline look(FaultContext at) throws IOException, TargetException {
    return Baseline.ofProcesses(at, nodes());
  }

  @Override
  default Optional<String> cannotHold(FaultContext at, Baseline before) {
    return before.processes().values().stream().allMatch(n -> n == 0)
        ? Optional.of("no process was there to be killed on " + nodes())
        : Optional.empty();
  }
}
