package dev.ordeal.targets.ability;

import dev.ordeal.targets.disk.DataChange;
import java.io.IOException;

/** Changes what nodes have stored, for good. */
public interface StoredData {
  /**
   * Changes the data of a node that is down, or reads it while the node is paused.
   *
   * @throws IOException also if there is no data to change
   */
  void changeData(String node, DataChange change) throws IOException;
}
