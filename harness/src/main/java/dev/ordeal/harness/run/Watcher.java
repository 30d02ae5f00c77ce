package dev.ordeal.harness.run;

import java.time.Duration;

/** Who is told how a run goes; called from several threads. */
public interface Watcher {
  /** A step begins: {@code starting zookeeper}, {@code checking}, … */
  void step(String text);

  /** Called about ten times a second while operations run. */
  void progress(Progress progress, Duration elapsed, Duration limit, String faults);

  /** Something worth a line of its own. */
  void note(String text);

  /** Something that must not be missed. */
  default void problem(String text) {
    note(text);
  }
}
