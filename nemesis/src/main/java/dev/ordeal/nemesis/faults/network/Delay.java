package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.link.PacketTrouble;
import java.util.List;
import java.util.Set;

/** Links whose packets are late. */
public final class Delay implements FaultType {
  @Override
  public String name() {
    return "delay";
  }

  @Override
  public String description() {
    return "packets delayed";
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
    long millis = (long) aim.logUniform("delay", 20, 800);
    return new ImpairedPackets(
        aim.struck(), aim.links(), new PacketTrouble.Delay(millis, millis / 4));
  }
}
