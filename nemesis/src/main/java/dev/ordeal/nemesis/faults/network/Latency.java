package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import java.util.List;
import java.util.Set;

/** Links that deliver late. */
public final class Latency implements FaultType {
  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String description() {
    return "links with latency and jitter";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Links.class);
  }

  @Override
  public double weight() {
    return 1.5;
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "all");
  }

  @Override
  public boolean isDefault() {
    return true;
  }

  @Override
  public Fault draw(Aim aim) {
    long millis = (long) aim.logUniform("latency", 20, 800);
    return new BadLinks(aim.struck(), aim.links(), new LinkToxic.Latency(millis, millis / 4));
  }
}
