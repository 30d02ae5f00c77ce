package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.link.PacketTrouble;
import java.util.List;
import java.util.Set;

/** Links whose packets arrive twice. */
public final class Duplication implements FaultType {
  @Override
  public String name() {
    return "duplication";
  }

  @Override
  public String description() {
    return "packets duplicated";
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
    return new ImpairedPackets(aim.struck(), aim.links(), new PacketTrouble.Duplication(share));
  }
}
