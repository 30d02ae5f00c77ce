package dev.ordeal.nemesis.faults.clock;

import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.nemesis.faults.StrobedFault;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Clocks;
import java.io.IOException;
import java.util.List;

/**
 * Nodes whose clock jumps forth and back again and again.
 *
 * @param periodMillis how long it is off, and then how long it is right
 */
record ClockStrobe(List<String> nodes, long offsetMillis, long periodMillis)
    implements StrobedFault {
  @Override
  public String describe() {
    return "clock of %s jumps by %+d ms and back every %d ms"
        .formatted(String.join(", ", nodes), offsetMillis, periodMillis);
  }

  @Override
  public List<Undo> undos(FaultContext at) {
    return nodes.stream().map(at.ability(Clocks.class)::clockUndo).toList();
  }

  @Override
  public void inject(FaultContext at) {
    at.strobe(
        periodMillis,
        () -> ClockOffset.set(at, nodes, offsetMillis),
        () -> ClockOffset.seen(at, nodes, offsetMillis),
        () -> ClockOffset.release(at, nodes));
  }

  @Override
  public void heal(FaultContext at) throws IOException, TargetException {
    StrobedFault.super.heal(at);
    ClockOffset.read(at, nodes);
  }

  @Override
  public Seen verifyGone(FaultContext at) throws IOException {
    return ClockOffset.seen(at, nodes, 0);
  }
}
