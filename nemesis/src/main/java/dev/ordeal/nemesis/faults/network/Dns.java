package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.Packets;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Nodes that cannot find out the addresses of names. */
public final class Dns implements FaultType {
  @Override
  public String name() {
    return "dns";
  }

  @Override
  public String description() {
    return "DNS answers dropped";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Packets.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "all");
  }

  @Override
  public Fault draw(Aim aim) {
    return new NoNames(aim.struck());
  }

  private record NoNames(List<String> nodes) implements PacketFault {
    @Override
    public String describe() {
      return "no name servers for " + String.join(", ", nodes);
    }

    @Override
    public Collection<String> ruled() {
      return nodes;
    }

    @Override
    public void inject(FaultContext at) throws IOException {
      at.ability(Packets.class).dropNames(at.name(), nodes);
    }
  }
}
