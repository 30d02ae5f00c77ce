package dev.ordeal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Takes nodes out of a database's cluster, and back in, by the database's own means. */
public interface Membership {
  /**
   * Takes nodes out; they go on running.
   *
   * @param clients the client ports of all nodes
   * @param patience how long to go on asking a database that does not do it
   * @throws IOException if the database did not do it, or whether it did is unknown
   */
  void remove(List<NodeView> nodes, Collection<Address> clients, Duration patience)
      throws IOException;

  /** Takes nodes in again that were taken out, and does no harm to others. */
  void add(List<NodeView> nodes, Collection<Address> clients, Duration patience) throws IOException;
}
