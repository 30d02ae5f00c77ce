package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.StoredData;
import dev.ordeal.targets.disk.DataChange;
import java.util.Set;

/** Nodes killed, with bits of their data flipped for good. */
public final class Bitflip implements FaultType {
  @Override
  public String name() {
    return "bitflip";
  }

  @Override
  public String description() {
    return "kill -9, bits of the stored data are flipped, restart";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Processes.class, StoredData.class);
  }

  @Override
  public Set<Consequence> consequences() {
    return Set.of(Consequence.DATA_CHANGES, Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    int bits = (int) aim.logUniform("bits", 1, 64);
    DataChange flip = DataChange.flip(bits, aim.seed().split("places").state());
    return new BadData(aim.struck(), flip, "%d bits are flipped".formatted(bits));
  }
}
