package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import java.util.Set;

/** Links that deliver little at a time. */
public final class Bandwidth implements FaultType {
  @Override
  public String name() {
    return "bandwidth";
  }

  @Override
  public String description() {
    return "slow links";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Links.class);
  }

  @Override
  public Fault draw(Aim aim) {
    long rate = (long) aim.logUniform("rate", 1, 50);
    return new BadLinks(aim.struck(), aim.links(), new LinkToxic.Bandwidth(rate));
  }
}
