package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.disk.DiskTrouble;
import java.util.Set;

/** Nodes that can write nothing more. */
public final class DiskFull implements FaultType {
  @Override
  public String name() {
    return "disk-full";
  }

  @Override
  public String description() {
    return "disk full: writes fail with ENOSPC";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Disks.class);
  }

  @Override
  public Set<Consequence> consequences() {
    return Set.of(Consequence.NODE_ENDS, Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    return new BadDisk(aim.struck(), DiskTrouble.FULL, false);
  }
}
