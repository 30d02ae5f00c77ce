package dev.ordeal.harness.run;

import java.util.concurrent.atomic.AtomicBoolean;

/** How a run is told to end early. Thread-safe. */
public final class Stop {
  private final AtomicBoolean requested = new AtomicBoolean();

  /**
   * Asks for the end: no operation begins any more, faults are healed, what there is is checked.
   */
  public void request() {
    requested.set(true);
  }

  public boolean isRequested() {
    return requested.get();
  }
}
