package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.link.PacketTrouble;
import java.util.List;
import java.util.Set;

/** Links whose packets overtake others. */
public final class Reordering implements FaultType {
  @Override
  public String name() {
    return "reordering";
  }

  @Override
  public String description() {
    return "packets reordered";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(PacketImpairments.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "all");
  }

  @Override
  public Fault draw(Aim aim) {
    double share = aim.logUniform("share", 0.05, 0.5);
    long millis = (long) aim.logUniform("delay", 5, 100);
    return new ImpairedPackets(
        aim.struck(), aim.links(), new PacketTrouble.Reordering(share, millis));
  }
}
