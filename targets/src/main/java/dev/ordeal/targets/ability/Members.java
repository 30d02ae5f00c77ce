package dev.ordeal.targets.ability;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Changes the members of the database's cluster, by the database; nodes go on running. */
public interface Members {
  /**
   * Takes nodes out.
   *
   * @param patience how long to go on asking
   */
  void removeMembers(List<String> nodes, Duration patience) throws IOException;

  /** Takes nodes in again. */
  void addMembers(List<String> nodes, Duration patience) throws IOException;
}
