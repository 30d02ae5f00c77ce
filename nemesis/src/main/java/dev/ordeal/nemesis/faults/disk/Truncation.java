package dev.ordeal.nemesis.faults.disk;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.targets.ability.Processes;
import dev.ordeal.targets.ability.StoredData;
import dev.ordeal.targets.disk.DataChange;
import java.util.Set;

/** Nodes killed, with the end of the file written last cut off. */
public final class Truncation implements FaultType {
  @Override
  public String name() {
    return "truncation";
  }

  @Override
  public String description() {
    return "kill -9, the last file written is truncated, restart";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(Processes.class, StoredData.class);
  }

  @Override
  public Set<Consequence> consequences() {
    return Set.of(Consequence.DATA_CHANGES, Consequence.LOG_COMPLAINS);
  }

  @Override
  public Fault draw(Aim aim) {
    long bytes = (long) aim.logUniform("bytes", 1, 4_096);
    String what = "the last %d bytes written are gone".formatted(bytes);
    return new BadData(aim.struck(), DataChange.truncate(bytes), what);
  }
}
