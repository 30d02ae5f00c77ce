package dev.ordeal.targets.ability;

import dev.ordeal.results.run.Undo;
import java.io.IOException;
import java.util.OptionalLong;

/** Moves the clocks that nodes see. Offsets are milliseconds ahead of right time. */
public interface Clocks {
  void setClock(String node, long offsetMillis) throws IOException;

  /** How to set a node's clock right from another process. */
  Undo clockUndo(String node);

  /** The offset that a node's clock is set to; empty if no file holds it. */
  OptionalLong clockSetting(String node) throws IOException;

  /**
   * Reads by how much the clock that a node's programs see is ahead of this machine's; as exact as
   * a command there is fast.
   *
   * @return empty if no program sees it but the database itself, or if nobody can move it
   */
  OptionalLong readClock(String node) throws IOException;
}
