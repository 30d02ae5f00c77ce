package dev.ordeal.nemesis.faults.clock;

import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Clocks;
import java.io.IOException;
import java.util.List;

/** Nodes whose clock is off. */
record ClockBump(List<String> nodes, long offsetMillis) implements Fault {
  @Override
  public String describe() {
    return "clock of %s off by %+d ms".formatted(String.join(", ", nodes), offsetMillis);
  }

  @Override
  public List<Undo> undos(FaultContext at) {
    return nodes.stream().map(at.ability(Clocks.class)::clockUndo).toList();
  }

  @Override
  public void inject(FaultContext at) throws IOException, TargetException {
    ClockOffset.set(at, nodes, offsetMillis);
    ClockOffset.read(at, nodes);
  }

  /** Somebody may have set clocks right before: they are read first. */
  @Override
  public void heal(FaultContext at) throws IOException, TargetException {
    ClockOffset.read(at, nodes);
    ClockOffset.release(at, nodes);
    ClockOffset.read(at, nodes);
  }

  @Override
  public Seen verify(FaultContext at) throws IOException {
    return ClockOffset.seen(at, nodes, offsetMillis);
  }

  @Override
  public Seen verifyGone(FaultContext at) throws IOException {
    return ClockOffset.seen(at, nodes, 0);
  }
}
