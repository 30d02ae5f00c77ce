package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import java.util.List;
import java.util.Set;

/** Links that deliver in small pieces. */
public final class Slicer implements FaultType {
  @Override
  public String name() {
    return "slicer";
  }

  @Override
  public String description() {
    return "data in small segments";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Links.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "all");
  }

  @Override
  public Fault draw(Aim aim) {
    long size = (long) aim.logUniform("size", 2, 100);
    long pause = (long) aim.logUniform("pause", 100, 5_000);
    return new BadLinks(aim.struck(), aim.links(), new LinkToxic.Slice(size, pause));
  }
}
