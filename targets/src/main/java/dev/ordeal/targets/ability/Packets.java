package dev.ordeal.targets.ability;

import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.util.Collection;

/** Drops packets by rules on the nodes' machines. */
public interface Packets extends LinkCuts {
  /**
   * Drops packets of links.
   *
   * @param fault a name by which {@link #restorePackets} undoes it
   * @param share of packets dropped, above 0 and at most 1; 1 is a partition
   */
  void dropPackets(String fault, Collection<Link> links, double share) throws IOException;

  /**
   * Drops what name servers answer nodes.
   *
   * @param fault a name by which {@link #restorePackets} undoes it
   */
  void dropNames(String fault, Collection<String> nodes) throws IOException;
}
