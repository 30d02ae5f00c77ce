package dev.ordeal.nemesis.faults;

import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.targets.TargetException;
import java.io.IOException;

/** A fault that comes and goes by itself until it is undone: {@link FaultContext#strobe}. */
public interface StrobedFault extends Fault {
  @Override
  default void heal(FaultContext at) throws IOException, TargetException {
    at.stopStrobe();
  }

  @Override
  default Seen verify(FaultContext at) {
    return at.strobeSeen();
  }
}
