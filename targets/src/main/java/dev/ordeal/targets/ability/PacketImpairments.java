package dev.ordeal.targets.ability;

import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.PacketTrouble;
import java.io.IOException;
import java.util.Collection;

/** Delays, duplicates, reorders and corrupts packets, by queues of the nodes' kernel. */
public interface PacketImpairments extends Packets {
  /**
   * Does something to the packets of links that is no loss; of faults that hold for the same link
   * at the same time, the newest.
   *
   * @param fault a name by which {@link #restorePackets} undoes it
   */
  void impairPackets(String fault, Collection<Link> links, PacketTrouble trouble)
      throws IOException;
}
