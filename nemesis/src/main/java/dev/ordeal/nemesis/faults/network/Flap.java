package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.faults.StrobedFault;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.link.Link;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Nodes that hear each other, and do not, again and again. */
public final class Flap implements FaultType {
  @Override
  public String name() {
    return "flap";
  }

  @Override
  public String description() {
    return "links cut and restored repeatedly";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(LinkCuts.class);
  }

  @Override
  public Fault draw(Aim aim) {
    return new Flapping(aim.struck(), aim.links(), (long) aim.logUniform("period", 50, 1_500));
  }

  /**
   * The fault.
   *
   * @param periodMillis how long links are cut, and then how long they are not
   */
  private record Flapping(List<String> nodes, Collection<Link> links, long periodMillis)
      implements CutLinks, StrobedFault {
    @Override
    public String describe() {
      return "links of %s cut and back every %d ms"
          .formatted(String.join(", ", nodes), periodMillis);
    }

    @Override
    public void inject(FaultContext at) {
      at.strobe(
          periodMillis,
          () -> at.ability(LinkCuts.class).cut(at.name(), links),
          () -> LinkChecks.isCut(at, links),
          () -> at.ability(LinkCuts.class).restorePackets(at.name(), Link.ends(links)));
    }
  }
}
