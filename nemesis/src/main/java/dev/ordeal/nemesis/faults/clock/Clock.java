package dev.ordeal.nemesis.faults.clock;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.ability.Clocks;
import java.util.List;
import java.util.Set;

/** Nodes whose clock is off, for good or again and again. */
public final class Clock implements FaultType {
  private static final double MILLIS_MIN = 1_000;
  private static final double MILLIS_MAX = 200_000;

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public String description() {
    return "clocks jump forward or back, or strobe";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Clocks.class);
  }

  @Override
  public double weight() {
    return 3;
  }

  @Override
  public List<String> shapes() {
    return List.of("leader", "one", "minority", "followers", "all", "victim");
  }

  /** A wrong clock does not mend by itself: it stays wrong through whatever else happens. */
  @Override
  public boolean lastsThroughEpisode() {
    return true;
  }

  @Override
  public Fault draw(Aim aim) {
    long size = (long) aim.logUniform("offset", MILLIS_MIN, MILLIS_MAX);
    // Going back breaks more assumptions than jumping ahead.
    long offset = aim.seed().split("sign").below(4) == 0 ? size : -size;
    long period = (long) aim.logUniform("period", 100, 1_000);
    return aim.seed().split("strobe").below(3) == 0
        ? new ClockBump(aim.struck(), offset)
        : new ClockStrobe(aim.struck(), offset, period);
  }
}
