package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.link.PacketTrouble;
import java.util.List;
import java.util.Set;

/** Links whose packets have wrong bits. */
public final class Corruption implements FaultType {
  @Override
  public String name() {
    return "corruption";
  }

  @Override
  public String description() {
    return "packets corrupted (one bit flipped)";
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
  public Set<Consequence> consequences() {
    return Set.of(Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    double share = aim.logUniform("share", 0.01, 0.3);
    return new ImpairedPackets(aim.struck(), aim.links(), new PacketTrouble.Corruption(share));
  }
}
