package dev.ordeal.targets.ability;

import dev.ordeal.results.run.Undo;
import java.io.IOException;

/** Lets the processes of nodes have less of the machine than they want. */
public interface ResourceLimits {
  /**
   * Limits what a node's processes may have.
   *
   * @param fault a name by which it is undone
   * @param limit for all processes that there are; those that are started later by others are free
   */
  void limit(String node, String fault, ResourceLimit limit) throws IOException;

  /** Undoes {@link #limit}; what it has ended is not started again. */
  void release(String node, String fault) throws IOException;

  /** How to do {@link #release} from another process. */
  Undo releaseUndo(String node, String fault);

  /** How many processes a {@link #limit} holds, and on further lines to what. */
  String limitSeen(String node, String fault) throws IOException;
}
