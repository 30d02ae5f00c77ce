package dev.ordeal.harness.run;

import java.time.Duration;

/** Nobody watches. */
class SilentWatcher implements Watcher {
  @Override
  public void step(String text) {}

  @Override
  public void progress(Progress progress, Duration elapsed, Duration limit, String faults) {}

  @Override
  public void note(String text) {}
}
