package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import java.util.List;
import java.util.Set;

/** Links whose connections are reset. */
public final class Reset implements FaultType {
  @Override
  public String name() {
    return "reset";
  }

  @Override
  public String description() {
    return "connections reset";
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
    long after = aim.seed().split("after").below(200);
    return new BadLinks(aim.struck(), aim.links(), new LinkToxic.Reset(after));
  }
}
