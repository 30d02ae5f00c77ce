package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.disk.DiskTrouble;
import java.util.Set;

/** Nodes some of whose reads return wrong bits. */
public final class DiskCorruption implements FaultType {
  @Override
  public String name() {
    return "disk-corruption";
  }

  @Override
  public String description() {
    return "reads return flipped bits; nodes restart so that they read";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Disks.class);
  }

  @Override
  public Set<Consequence> consequences() {
    return Set.of(Consequence.DATA_CHANGES, Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    double share = aim.logUniform("share", 0.05, 1);
    return new BadDisk(aim.struck(), DiskTrouble.corruption(share), true);
  }
}
