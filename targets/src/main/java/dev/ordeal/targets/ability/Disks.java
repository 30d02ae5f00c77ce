package dev.ordeal.targets.ability;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.disk.DiskTrouble;
import java.io.IOException;

/** Makes the disks fail that hold the nodes' data. */
public interface Disks {
  /**
   * Says what is wrong with the disk that holds a node's data.
   *
   * @param fault a name by which it is undone; what other faults did to the disk stays
   */
  void setDisk(String node, String fault, DiskTrouble trouble) throws IOException;

  /** How to end a disk's trouble from another process. */
  Undo diskUndo(String node, String fault);

  /** What is wrong with a node's disk, in the words of {@link DiskTrouble#text}. */
  String diskSeen(String node) throws IOException;
}
