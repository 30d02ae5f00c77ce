package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import java.util.List;
import java.util.Set;

/** Links that go silent, and whose connections then close. */
public final class Timeout implements FaultType {
  @Override
  public String name() {
    return "timeout";
  }

  @Override
  public String description() {
    return "data stops, then connections close";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Links.class);
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one");
  }

  @Override
  public Fault draw(Aim aim) {
    long after = (long) aim.logUniform("after", 100, 1_500);
    return new BadLinks(aim.struck(), aim.links(), new LinkToxic.Timeout(after));
  }
}
