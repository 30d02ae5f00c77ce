package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.disk.DiskTrouble;
import java.util.List;
import java.util.Set;

/** Nodes whose reads, writes and syncs take long. */
public final class DiskSlow implements FaultType {
  @Override
  public String name() {
    return "disk-slow";
  }

  @Override
  public String description() {
    return "slow reads, writes and fsyncs";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Disks.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "all");
  }

  @Override
  public Fault draw(Aim aim) {
    long millis = (long) aim.logUniform("slow", 5, 500);
    return new BadDisk(aim.struck(), DiskTrouble.slow(millis), false);
  }
}
