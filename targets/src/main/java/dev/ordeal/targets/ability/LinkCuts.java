package dev.ordeal.targets.ability;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.RulesSeen;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Cuts links between nodes, by packet rules or by proxies. */
public interface LinkCuts {
  /**
   * Lets nothing pass some links.
   *
   * @param fault a name by which {@link #restorePackets} undoes it
   */
  void cut(String fault, Collection<Link> links) throws IOException;

  /**
   * Undoes all that a fault did to packets.
   *
   * @param nodes those that were struck: both ends of links
   */
  void restorePackets(String fault, Collection<String> nodes) throws IOException;

  /** How to do {@link #restorePackets} from another process. */
  List<Undo> restoreUndos(String fault, Collection<String> nodes);

  /** What the packet rules of a fault on a node did; empty where links are cut by proxies. */
  Optional<RulesSeen> rules(String fault, String node) throws IOException;
}
