package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.Packets;
import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Links that lose packets. */
public final class Loss implements FaultType {
  @Override
  public String name() {
    return "loss";
  }

  @Override
  public String description() {
    return "packets lost";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Packets.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "all");
  }

  @Override
  public Fault draw(Aim aim) {
    return new LostPackets(aim.struck(), aim.links(), aim.logUniform("share", 0.05, 0.5));
  }

  /**
   * The fault.
   *
   * @param share of packets lost, between 0 and 1
   */
  private record LostPackets(List<String> nodes, Collection<Link> links, double share)
      implements PacketFault {
    @Override
    public String describe() {
      return "%.0f %% of packets lost at %s".formatted(100 * share, String.join(", ", nodes));
    }

    @Override
    public Optional<Collection<Link>> struckLinks() {
      return Optional.of(links);
    }

    @Override
    public Collection<String> ruled() {
      return Link.ends(links);
    }

    @Override
    public void inject(FaultContext at) throws IOException {
      at.ability(Packets.class).dropPackets(at.name(), links, share);
    }
  }
}
