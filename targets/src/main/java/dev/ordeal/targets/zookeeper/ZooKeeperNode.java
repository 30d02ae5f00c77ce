package dev.ordeal.targets.zookeeper;

import dev.ordeal.targets.jvm.ParentWatchdog;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * The program of a node: ZooKeeper's own, tied to the standard input of the process that started
 * it.
 */
public final class ZooKeeperNode {
  private ZooKeeperNode() {}

  public static void main(String[] arguments) {
    ParentWatchdog.endWithInput();
    QuorumPeerMain.main(arguments);
  }
}
