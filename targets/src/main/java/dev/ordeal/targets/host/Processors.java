package dev.ordeal.targets.host;

import dev.ordeal.results.run.Undo;
import java.io.IOException;

/** What a node's processes may have of the processors of where they run. */
public final class Processors {
  private final Place place;
  private final Marked marked;
  private final String prefix;

  /**
   * @param place where its processes can be put into control groups
   * @param runId tells the groups of runs apart
   */
  public Processors(Place place, String runId, String node) {
    this.place = place;
    this.marked = new Marked(runId, node);
    this.prefix = "ordeal-" + Hosts.tag(runId) + "-" + node + "-";
  }

  /** Why they cannot be limited; empty if they can. */
  public String problem() throws IOException {
    return place.require(ControlGroup.PROBLEM).strip();
  }

  /**
   * Limits the processes that there are now, and those that they start.
   *
   * @param share of one processor, above 0
   */
  public void limit(String fault, double share) throws IOException {
    place.require(new ControlGroup(prefix + fault).limit(marked, share));
  }

  public void free(String fault) throws IOException {
    place.require(new ControlGroup(prefix + fault).remove());
  }

  /** How another process frees them. */
  public Undo undo(String fault) {
    return place.undo(new HostUndo.FreeProcessors(prefix + fault));
  }
}
